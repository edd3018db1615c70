namespace SessionShare.Terminal;

/// <summary>A hyperlink (OSC 8).</summary>
/// <param name="Parameters">What stood before the address, such as <c>id=x</c>.</param>
/// <param name="Address">Where it leads, as the program wrote it.</param>
public sealed record Link(string Parameters, string Address)
{
    /// <summary>Characters of parameters and address together. A longer link is shown as plain text.</summary>
    public const int MaxLength = 4096;
}
