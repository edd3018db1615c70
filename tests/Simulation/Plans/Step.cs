using System.Text.Json.Serialization;

namespace SessionShare.Simulation;

/// <summary>What a step does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Do>))]
internal enum Do
{
    /// <summary>Somebody new shares a session.</summary>
    Share,

    /// <summary>The terminal writes <see cref="Step.Size"/> bytes.</summary>
    Output,

    Resize,

    BlockStart,

    BlockEnd,

    /// <summary>A viewer joins; <see cref="Step.What"/> says of which kind, <see cref="Step.Size"/> how slow.</summary>
    Join,

    /// <summary>A viewer leaves.</summary>
    Leave,

    /// <summary>A viewer types, with the right to or without.</summary>
    Type,

    /// <summary>A viewer tells the size of its own terminal.</summary>
    TellSize,

    /// <summary>A viewer takes nothing any more.</summary>
    Stall,

    /// <summary>A stalled viewer goes on.</summary>
    Go,

    CutSharer,

    CutViewer,

    /// <summary>A gateway is killed, and is back after <see cref="Step.Size"/> milliseconds.</summary>
    KillGateway,

    /// <summary>A gateway stops in good order, and is back after <see cref="Step.Size"/> milliseconds.</summary>
    LeaveGateway,

    /// <summary>The session's activation dies where it stands.</summary>
    Crash,

    /// <summary>The activation of the user's quota dies where it stands.</summary>
    CrashQuota,

    /// <summary>The directory forgets the session's activation: for <see cref="Step.Size"/> milliseconds there may be two.</summary>
    Forget,

    /// <summary>Another writer opens the session's log, as a second silo would, and goes away.</summary>
    Fence,

    /// <summary>The stores are in trouble of the kind <see cref="Step.What"/> for <see cref="Step.Size"/> milliseconds.</summary>
    Trouble,

    /// <summary>Nothing happens for <see cref="Step.Size"/> milliseconds.</summary>
    Pass,

    /// <summary>A second process of the sharer takes the session over; the first lives on.</summary>
    TakeOver,

    /// <summary>The sharer's process is killed, and another one goes on with the session.</summary>
    Restart,

    /// <summary>The sharer ends the session.</summary>
    End,

    /// <summary>The sharer lets the editor or the reader edit.</summary>
    Grant,

    /// <summary>The sharer takes edit from the editor, from the reader, or from all.</summary>
    Revoke,

    /// <summary>A viewer edits the draft, with the right to or without.</summary>
    EditDraft,

    /// <summary>A viewer runs the draft.</summary>
    RunDraft,

    /// <summary>A viewer shows what it sees.</summary>
    Show,

    /// <summary>The sharer pauses, or goes on.</summary>
    Pause,
}

/// <summary>One step of a plan. Whom it names is taken modulo those who are there, so that a plan stays one when steps are dropped.</summary>
/// <param name="Do">What is done.</param>
/// <param name="Who">Which session, viewer or gateway.</param>
/// <param name="What">A kind.</param>
/// <param name="Size">Bytes or milliseconds.</param>
/// <param name="Wait">Milliseconds until the next step.</param>
internal sealed record Step(Do Do, int Who, int What, int Size, int Wait);

/// <summary>What is done to a world, and the seed of everything that is left to chance in it.</summary>
internal sealed record Plan(int Seed, IReadOnlyList<Step> Steps);
