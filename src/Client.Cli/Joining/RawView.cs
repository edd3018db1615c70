using System.Buffers.Binary;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>`join --raw`: the session's output, byte for byte, to standard output; what else is to say, to standard error.</summary>
/// <param name="input">With `--type`: where to read what to type.</param>
internal sealed class RawView(Surroundings surroundings, LocalTerminal? input)
{
    private string? _noticed;

    /// <returns>0 once the session has ended, or nobody reads standard output any more; else the code of why access ended.</returns>
    public async Task<int> Run(WatchedSession session, CancellationToken cancellationToken)
    {
        if (input is null)
            return await Write(session, cancellationToken);
        if (session.Role < Role.Edit)
            return Refuse(Refusal.Of(Reason.RoleTooLow, "You can watch this session but not type into it."));

        using var typing = new StandardInputTyping(session, input);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = Write(session, over.Token);
        if (await Task.WhenAny(writing, typing.Refused) == writing)
            return await writing;
        await over.CancelAsync();
        return Refuse(await typing.Refused);
    }

    private async Task<int> Write(WatchedSession session, CancellationToken cancellationToken)
    {
        await foreach (var happened in session.Watch(cancellationToken))
        {
            if (Take(happened) is { } code)
                return code;
        }
        return Reasons.Exit.Failed;
    }

    private int? Take(WatchedEvent happened)
    {
        switch (happened)
        {
            case WatchedEvent.Frames frames:
                return Take(frames) ? null : 0;
            case WatchedEvent.Missed missed:
                surroundings.Error.WriteLine($"Frames {missed.First} to {missed.Last} are missing: the server has deleted them.");
                return null;
            case WatchedEvent.Lagging rolled:
                surroundings.Error.WriteLine($"Frames {rolled.First} to {rolled.Last} are missing: the session rolls, and they left it before they were read.");
                return null;
            case WatchedEvent.Reconnecting lost:
                surroundings.Notes.WriteLine($"Connection lost, trying again: {Printable.Text(lost.Why)}");
                return null;
            case WatchedEvent.Resumed:
                surroundings.Notes.WriteLine("Connected again.");
                return null;
            case WatchedEvent.Present present:
                Take(present.Session.Notice);
                return null;
            case WatchedEvent.Noticed noticed:
                Take(noticed.Notice);
                return null;
            case WatchedEvent.Ended ended:
                if (ended.How.Reason != Reason.SharerExited)
                    surroundings.Notes.WriteLine(Printable.Text(ended.How.Text));
                return 0;
            case WatchedEvent.Closed closed:
                return Refuse(closed.Why);
            default:
                return null;
        }
    }

    /// <summary>Says what stands once, however often it is told.</summary>
    private void Take(Notice? notice)
    {
        var text = notice is null or { Reason: Reason.None } ? null : notice.Text;
        if (text is not null && text != _noticed)
            surroundings.Notes.WriteLine(Printable.Text(text));
        _noticed = text;
    }

    /// <returns>False when nobody reads any more.</returns>
    private bool Take(WatchedEvent.Frames frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Kind == FrameKind.Output && !StandardFile.Output.Write(frame.Payload.Span))
                return false;
            if (frame.Kind == FrameKind.Skipped && frame.Payload.Length == sizeof(ulong))
                surroundings.Error.WriteLine($"{BinaryPrimitives.ReadUInt64LittleEndian(frame.Payload.Span)} bytes are missing here: the sharer could not send them in time.");
        }
        return true;
    }

    private int Refuse(Refusal refusal)
    {
        surroundings.Error.WriteLine(Printable.Text(refusal.Text));
        return Reasons.Of(refusal.Reason).ExitCode is var code and > 0 ? code : Reasons.Exit.Failed;
    }
}
