using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>Edits the draft; asks for <see cref="Role.Edit"/>.</summary>
/// <param name="Number">Of the text that the changes are made against.</param>
/// <param name="Edit">+1 per participant; one that was taken in before is dropped and answered as taken.</param>
/// <param name="Changes">In order, not overlapping; at most <see cref="WireLimits.DraftChanges"/>, which insert at most <see cref="WireLimits.DraftInsertUnits"/> units.</param>
public sealed record EditDraftRequest(long Number, long Edit, IReadOnlyList<DraftChange> Changes);

/// <summary>Answer to <see cref="EditDraftRequest"/>.</summary>
/// <param name="Refused">Null: it is in the list. <see cref="Reason.DraftMoved"/>: rebase it and send it again.</param>
/// <param name="Number">Of the draft of now.</param>
public sealed record EditDraftReply(Refusal? Refused, long Number);

/// <summary>Asks for the draft.</summary>
/// <param name="After">Edits behind this number; null: the whole text.</param>
public sealed record ReadDraftRequest(long? After);

/// <summary>Answer to <see cref="ReadDraftRequest"/>.</summary>
/// <param name="Refused">Null, or why nothing is told.</param>
/// <param name="Draft">The edits, or the whole text where the session has them no more.</param>
/// <param name="Edited">Highest own number of this participant's edits that is in it.</param>
public sealed record ReadDraftReply(Refusal? Refused, DraftUpdate? Draft = null, long Edited = 0);

/// <summary>Runs the draft; asks for <see cref="Role.Edit"/>.</summary>
/// <param name="Number">Of the draft that is meant: one that has moved on is not run.</param>
public sealed record RunRequest(long Number);

/// <summary>Answer to <see cref="RunRequest"/>: on its way to the sharer's client, unless refused.</summary>
public sealed record RunReply(Refusal? Refused);

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(CamelCaseEnum<RunState>))]
public enum RunState
{
    /// <summary>On its way to the sharer's client.</summary>
    Sent,

    /// <summary>The sharer is asked first.</summary>
    Asking,

    /// <summary>Typed at the prompt, and entered.</summary>
    Ran,

    /// <summary>It did not run, and will not.</summary>
    Refused,
}

/// <summary>The newest run of a draft, as everyone in the session is told.</summary>
/// <param name="Number">Of the draft that was run; names the run.</param>
/// <param name="Participant">Who runs it.</param>
/// <param name="Person">Who that is.</param>
/// <param name="Text">What is run.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Refused">Why it did not run.</param>
public sealed record DraftRun(long Number, string Participant, Person Person, string Text, RunState State, Refusal? Refused = null);

/// <summary>A run, as the sharer's client is asked to do it.</summary>
/// <param name="Number">Names it: done once, however often it is told.</param>
/// <param name="Participant">Who runs it.</param>
/// <param name="Person">Who that is.</param>
/// <param name="Text">What to type at the prompt; null: it is not to run any more.</param>
public sealed record RunAsked(long Number, string? Participant = null, Person? Person = null, string? Text = null);

/// <summary>What becomes of a run, by the sharer's client.</summary>
/// <param name="Number">Which.</param>
/// <param name="State"><see cref="RunState.Asking"/>, <see cref="RunState.Ran"/> or <see cref="RunState.Refused"/>.</param>
/// <param name="Refused">Why it does not run.</param>
public sealed record RunAnswer(long Number, RunState State, Refusal? Refused = null);
