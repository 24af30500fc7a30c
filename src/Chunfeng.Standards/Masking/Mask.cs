namespace Chunfeng.Standards.Masking;

/// <summary>What may be shown to who has no right to the whole.</summary>
public static class Mask
{
    public static string Name(string name) => throw new NotImplementedException();      // 张*  欧阳**
    public static string IdNumber(string id) => throw new NotImplementedException();    // 140***********1234
    public static string Phone(string phone) => throw new NotImplementedException();    // 138****1234
    public static string Account(string account) => throw new NotImplementedException(); // ************1234
}
