using Chunfeng.Platform.Documents;

namespace Chunfeng.Dispatch.Bulletin;

/// <summary>Who sends the documents of this room.</summary>
internal static class DispatchOffice
{
    /// <summary>The plan, 13.1: the province's working group has its office in the provincial employment bureau.</summary>
    public static IssuingOffice Bulletin { get; } = new(
        "农民务工就业工作专报", "省农民务工就业工作专班办公室", "省委、省政府", "省专班各成员单位，各市农民务工就业工作专班");

    /// <summary>专题报告 to the provincial government, 13.2; the same office.</summary>
    public static IssuingOffice Report { get; } = new("农民务工就业专题报告", Bulletin.Issuer, "省政府", "省专班各成员单位");
}
