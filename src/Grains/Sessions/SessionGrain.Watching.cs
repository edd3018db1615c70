using System.Globalization;
using System.Runtime.CompilerServices;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>The two ways down: to the sharer, and to the gateways that watch.</summary>
internal sealed partial class SessionGrain
{
    public async IAsyncEnumerable<ControlEvent> Control(ControlCall call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_session is { } perhaps && IsUnheardOf(perhaps, call.Epoch, call.Attachment))
        {
            yield return new ControlEvent { Moved = true };
            yield break;
        }

        if (_session is not { } session || !session.IsAuthor(call.Epoch, call.Attachment))
        {
            yield return new ControlEvent { Ended = _session?.AuthorLost(call.Epoch) ?? Unknown() };
            yield break;
        }

        var watch = _watches.Open(call.Attachment.ToString(CultureInfo.InvariantCulture), reads: false);
        session.Typed.Seen(call.After);
        session.SharerCame();
        Wake();
        try
        {
            await foreach (var item in ControlEvents(session, call, watch, cancellationToken))
                yield return item;
        }
        finally
        {
            watch.Close();
            if (session.IsAuthor(call.Epoch, call.Attachment) && !_moving)
                session.SharerLeft(Now);
            Wake();
        }
    }

    public async IAsyncEnumerable<WatchEvent> Watch(WatchCall call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_session is not { } session || _state.State.Deleted)
        {
            yield return new WatchEvent { Ended = _session?.Ended ?? Unknown() };
            yield break;
        }

        var watch = _watches.Open(call.Gateway, reads: true);
        session.EndRules(Now);
        foreach (var participant in call.Participants)
            session.Announce(participant);
        Wake();
        try
        {
            await foreach (var item in WatchEvents(session, call, watch, cancellationToken))
                yield return item;
        }
        finally
        {
            if (watch.Close())
                session.GatewayLeft(call.Gateway, Now);
            Wake();
        }
    }

    private async IAsyncEnumerable<ControlEvent> ControlEvents(
        Session session, ControlCall call, Watches.Watch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (typed, durable, roster, notice, wanted) = (call.After, 0L, -1L, 0L, session.KeyframeWanted - (session.WantsKeyframe ? 1 : 0));
        var (presence, link, run) = (0L, "", session.RunAsked - (session.NewestRun is { IsWaiting: true } ? 1 : 0));
        yield return new ControlEvent { End = session.Tail.End };
        while (true)
        {
            var next = _changed.Next;
            if (_moving || _writer!.Fenced)
            {
                watch.Told();
                _changed.Raise();
                yield return new ControlEvent { Moved = true };
                yield break;
            }

            if (!session.IsAuthor(call.Epoch, call.Attachment))
            {
                yield return new ControlEvent { Ended = session.AuthorLost(call.Epoch) };
                yield break;
            }

            // Before what is typed, by whomever: the sharer's client looks at the roles, too.
            if (roster < (session.Typed.After(typed) is null && run == session.RunAsked ? session.RosterTold : session.RosterVersion))
            {
                roster = session.RosterVersion;
                yield return new ControlEvent { Roster = session.Roster(forSharer: true) };
            }
            else if (session.Typed.After(typed) is { } input)
            {
                typed = input.Number;
                yield return new ControlEvent { Typed = input };
            }
            else if (run < session.RunAsked)
            {
                run = session.RunAsked;
                yield return new ControlEvent { Run = session.NewestRun };
            }
            else if (wanted < session.KeyframeWanted)
            {
                wanted = session.KeyframeWanted;
                yield return new ControlEvent { KeyframeWanted = wanted };
            }
            else if (durable < session.Tail.Durable)
            {
                yield return new ControlEvent { Durable = durable = session.Tail.Durable };
            }
            else if (session.Ended is { } ended && _writer.Idle)
            {
                yield return new ControlEvent { Ended = ended };
                yield break;
            }
            else if (link != session.LinkSecret)
            {
                yield return new ControlEvent { LinkSecret = link = session.LinkSecret };
            }
            else if (notice < session.NoticeVersion)
            {
                notice = session.NoticeVersion;
                yield return new ControlEvent { Notice = session.Notice };
            }
            else if (presence < session.PresenceTold)
            {
                var before = presence;
                presence = session.PresenceVersion;
                if (session.PresenceSince(before) is { Length: > 0 } shown)
                    yield return new ControlEvent { Presence = shown };
            }
            else
            {
                await next.Here(cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<WatchEvent> WatchEvents(
        Session session, WatchCall call, Watches.Watch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = call.After ?? session.Tail.End;
        var epoch = call.Epoch ?? long.MaxValue;
        var (durable, roster, notice, oldest) = (session.Tail.Durable, session.RosterVersion, session.NoticeVersion, session.Oldest);
        var (presence, draft, draftRun, toldTogether) = (session.PresenceVersion, session.DraftNumber, session.RunVersion, false);
        yield return new WatchEvent { Present = session.Present() };

        while (true)
        {
            var next = _changed.Next;
            if (_moving || _writer!.Fenced)
            {
                watch.Told();
                _changed.Raise();
                yield return new WatchEvent { Moved = true };
                yield break;
            }

            if (roster < session.RosterTold)
            {
                // Before the frames behind it: they are not for who is out.
                roster = session.RosterVersion;
                yield return new WatchEvent { Roster = session.Roster() };
            }
            else if (session.Rewinding(epoch, cursor) is { } rewound)
            {
                (cursor, epoch) = (rewound.First - 1, rewound.Epoch);
                yield return new WatchEvent { Rewound = rewound };
            }
            else if ((!toldTogether || cursor >= session.Tail.End) && TogetherSince(session, ref presence, ref draft, ref draftRun) is { } together)
            {
                // In turn with frames, so that neither holds the other up.
                toldTogether = true;
                yield return together;
            }
            else if (cursor < session.Tail.End)
            {
                toldTogether = false;
                var page = await Read(new ReadCall(cursor, WireLimits.AppendBytes, DurableOnly: false));
                if (page.Runs.Length == 0)
                {
                    // The history was deleted while this watch still read: its time was over.
                    yield return new WatchEvent { Ended = session.Ended ?? Unknown() };
                    yield break;
                }

                foreach (var run in page.Runs)
                {
                    if (roster < session.RosterTold)
                        break;
                    (cursor, epoch) = (run.First + run.Count - 1, run.Epoch);
                    yield return new WatchEvent { Run = run };
                }
            }
            else if (oldest < session.Oldest)
            {
                yield return new WatchEvent { Oldest = oldest = session.Oldest };
            }
            else if (durable < session.Tail.Durable)
            {
                yield return new WatchEvent { Durable = durable = session.Tail.Durable };
            }
            else if (session.Ended is { } ended && _writer.Idle)
            {
                yield return new WatchEvent { Ended = ended };
                yield break;
            }
            else if (notice < session.NoticeVersion)
            {
                notice = session.NoticeVersion;
                yield return new WatchEvent { Notice = session.Notice };
            }
            else
            {
                await next.Here(cancellationToken);
            }
        }
    }

    /// <summary>The next of presence, draft and run that a watch has not told; null: it has told all.</summary>
    private static WatchEvent? TogetherSince(Session session, ref long presence, ref long draft, ref long run)
    {
        if (draft < session.DraftNumber)
        {
            var told = draft;
            draft = session.DraftNumber;
            return new WatchEvent { Draft = session.DraftSince(told) };
        }

        if (run < session.RunVersion)
        {
            run = session.RunVersion;
            return new WatchEvent { DraftRun = session.NewestRun };
        }

        if (presence >= session.PresenceTold)
            return null;
        var before = presence;
        presence = session.PresenceVersion;
        return new WatchEvent { Presence = session.PresenceSince(before) };
    }

    private static EndedValue Unknown() => new(Reason.UnknownOrForbidden, Reasons.Of(Reason.UnknownOrForbidden).Text, 0, null);
}
