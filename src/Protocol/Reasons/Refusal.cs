namespace SessionShare.Protocol;

/// <summary>A refusal as it crosses the wire.</summary>
/// <param name="Reason">The code.</param>
/// <param name="Text">The sentence for a person, with the number of the limit where there is one.</param>
/// <param name="Expected">With <see cref="Reason.Gap"/>: the sequence that is expected next. With <see cref="Reason.SessionEnded"/>, to a sharer's process whose session was ended by its sharer: the one behind its last.</param>
public sealed record Refusal(Reason Reason, string Text, long? Expected = null)
{
    /// <summary>The refusal with the table's own sentence, and optionally one more that says what exactly was wrong.</summary>
    public static Refusal Of(Reason reason, string? detail = null, long? expected = null) =>
        new(reason, detail is null ? Reasons.Of(reason).Text : $"{Reasons.Of(reason).Text} {detail}", expected);
}
