namespace Chunfeng.Engine.Facts;

/// <summary>A file is not a cut this build can read; the message says what is wrong and where.</summary>
public sealed class FactsFormatException : Exception
{
    public FactsFormatException(string message)
        : base(message)
    {
    }

    public FactsFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
