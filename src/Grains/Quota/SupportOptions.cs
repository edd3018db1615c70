namespace SessionShare.Grains.Quota;

/// <summary>Whom people may ask. Section <c>Support</c> of the configuration.</summary>
public sealed class SupportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Support";

    /// <summary>A sentence behind every refusal for a limit, e.g. <c>Ask it@example.com for more.</c> Default: none.</summary>
    public string? Text { get; set; }

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Text is { Length: > 500 })
            yield return $"{Section}:{nameof(Text)} has {Text.Length} characters; it may have at most 500.";
    }

    /// <summary>A sentence, and the operator's behind it.</summary>
    public string Behind(string text) => string.IsNullOrWhiteSpace(Text) ? text : $"{text} {Text.Trim()}";
}
