using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="DraftChange"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.draft-change")]
public sealed record DraftChangeValue([property: Id(0)] int From, [property: Id(1)] int To, [property: Id(2)] string Insert)
{
    /// <summary>As it goes over the wire.</summary>
    public DraftChange ToWire() => new(From, To, Insert);

    /// <summary>As it came over the wire.</summary>
    public static DraftChangeValue Of(DraftChange change) => new(change.From, change.To, change.Insert);
}

/// <summary>See <see cref="DraftEdit"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.draft-edit")]
public sealed record DraftEditValue(
    [property: Id(0)] long Number,
    [property: Id(1)] string? Participant,
    [property: Id(2)] long Edit,
    [property: Id(3)] DraftCause Cause,
    [property: Id(4)] DraftChangeValue[] Changes)
{
    /// <summary>As it goes over the wire.</summary>
    public DraftEdit ToWire() => new(Number, Participant, Edit, Cause, [.. Changes.Select(change => change.ToWire())]);
}

/// <summary>See <see cref="DraftUpdate"/>: the whole text, or, where that is null, edits.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.draft")]
public sealed record DraftValue([property: Id(0)] long Number, [property: Id(1)] string? Text, [property: Id(2)] DraftEditValue[] Edits)
{
    /// <summary>As it goes over the wire.</summary>
    public DraftUpdate ToWire() => Text is null ? new DraftUpdate(Number, Edits: [.. Edits.Select(edit => edit.ToWire())]) : new DraftUpdate(Number, Text);
}

/// <summary>See <see cref="DraftRun"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.draft-run")]
public sealed record DraftRunValue(
    [property: Id(0)] long Number,
    [property: Id(1)] string Participant,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Email,
    [property: Id(4)] string Text,
    [property: Id(5)] RunState State,
    [property: Id(6)] RefusalValue? Refused = null)
{
    /// <summary>Whether the sharer's client has not said yet what becomes of it.</summary>
    public bool IsWaiting => State is RunState.Sent or RunState.Asking;

    /// <summary>As it goes over the wire.</summary>
    public DraftRun ToWire() => new(Number, Participant, new Person(Name, Email), Text, State, Refused?.ToWire());

    /// <summary>As the sharer's client is asked.</summary>
    public RunAsked ToSharer() => IsWaiting ? new RunAsked(Number, Participant, new Person(Name, Email), Text) : new RunAsked(Number);
}

/// <summary>See <see cref="EditDraftRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.edit-draft")]
public sealed record EditDraftCall(
    [property: Id(0)] string Participant,
    [property: Id(1)] string Connection,
    [property: Id(2)] long Number,
    [property: Id(3)] long Edit,
    [property: Id(4)] DraftChangeValue[] Changes);

/// <summary>See <see cref="EditDraftReply"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.edit-draft-answer")]
public sealed record EditDraftAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] long Number);

/// <summary>See <see cref="ReadDraftRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.read-draft")]
public sealed record ReadDraftCall([property: Id(0)] string Participant, [property: Id(1)] string Connection, [property: Id(2)] long? After);

/// <summary>See <see cref="ReadDraftReply"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.read-draft-answer")]
public sealed record ReadDraftAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] DraftValue? Draft, [property: Id(2)] long Edited);

/// <summary>See <see cref="RunRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.run-draft")]
public sealed record RunCall([property: Id(0)] string Participant, [property: Id(1)] string Connection, [property: Id(2)] long Number);

/// <summary>See <see cref="RunAnswer"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.run-answered")]
public sealed record RunAnsweredCall(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Attachment,
    [property: Id(2)] long Number,
    [property: Id(3)] RunState State,
    [property: Id(4)] RefusalValue? Refused);

/// <summary>Whether others' keys reach the sharer's terminal.</summary>
/// <param name="Held">They do not, and who types is told.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.hold-typing")]
public sealed record HoldTypingCall([property: Id(0)] long Epoch, [property: Id(1)] long Attachment, [property: Id(2)] bool Held);

/// <summary>A draft as an activation hands it to the next.</summary>
/// <param name="Number">Its number; the next activation goes on with a higher one.</param>
/// <param name="Text">Its text.</param>
/// <param name="Edited">Whose edits are in it, up to which of their own numbers.</param>
/// <param name="Run">The newest run.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.draft-state")]
public sealed record DraftState(
    [property: Id(0)] long Number,
    [property: Id(1)] string Text,
    [property: Id(2)] EditedValue[] Edited,
    [property: Id(3)] DraftRunValue? Run);

/// <summary>A participant's edits up to this one are in a draft.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.edited")]
public sealed record EditedValue([property: Id(0)] string Participant, [property: Id(1)] long Edit);
