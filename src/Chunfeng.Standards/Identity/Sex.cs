namespace Chunfeng.Standards.Identity;

/// <summary>Sex by GB/T 2261.1: 1 male, 2 female.</summary>
public enum Sex : byte
{
    Unknown = 0,
    Male = 1,
    Female = 2,
    Unstated = 9,
}
