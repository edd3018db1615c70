using SessionShare.Client;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>What must hold when the faults have stopped and everything has had its time.</summary>
internal sealed class AtRest(World world)
{
    private static readonly TimeSpan RestWithin = TimeSpan.FromMinutes(6);

    /// <summary>
    /// Long enough for all that is due, and for what is idle then to be collected. An activation that died while its sharer was connected, and that nobody calls any more, is looked
    /// after so late.
    /// </summary>
    private static readonly TimeSpan LeftAlone = SessionState.LookedAfter + World.Grace + World.RememberEnded + TimeSpan.FromMinutes(25);

    /// <summary>Lets the world come to rest, checks it, then ends everything and checks that nothing is left.</summary>
    public async Task Check()
    {
        await world.EndTroubles();
        await Until("the world comes to rest", RestWithin, Unrest);
        foreach (var sharer in world.Sharers.Where(sharer => sharer.Newest.IsSharing))
        {
            world.Join(sharer, new Watching("editor", Recorder: true, WatchFrom.Start, 0));
            world.Join(sharer, new Watching("reader", Recorder: false, WatchFrom.Now, 0));
        }

        await Until("who joins at rest sees everything", RestWithin, Unrest);
        await CheckLive();
        await Until("what was taken in is typed", RestWithin, Untyped);
        CheckTyping();
        await Until("everyone has the same draft and sees what the others show", RestWithin, ApartFromOthers);

        foreach (var viewer in world.Viewers)
            viewer.Go();
        await Task.WhenAll(world.Sharers.Select(sharer => sharer.Newest).Where(process => process.IsSharing && !process.Ending).Select(process => process.End()));
        await Until("everyone learns of the end", RestWithin, Unended);
        CheckStories();
        CheckViewers();

        await world.Machine.Clock.Delay(LeftAlone);
        CheckNothingIsLeft();
    }

    private async Task Until(string invariant, TimeSpan within, Func<string?> unmet)
    {
        var last = world.Machine.Clock.Since + within;
        while (unmet() is { } still)
        {
            if (world.Broken is not null)
                return;
            if (world.Machine.Clock.Since > last)
            {
                world.Fail(invariant, $"after {within}: {still}");
                return;
            }

            await world.Machine.Clock.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    private string? Unrest()
    {
        foreach (var sharer in world.Sharers)
        {
            var process = sharer.Newest;
            if (process.Session is null && process.NeverShared is null && !process.IsKilled)
                return $"{process.Name} does not share yet";
            if (process.Ending && process.Outcome is null)
                return $"{process.Name} does not know how its end went";
            if (process.IsSharing && !process.Ending && process.Session!.UnsavedBytes > 0)
                return $"{process.Name} has {process.Session.UnsavedBytes} bytes that are not durable; the log ends at {world.Log.End(sharer.Log)}";
        }

        foreach (var viewer in world.Viewers.Where(viewer => !viewer.IsOver && !viewer.IsStalled))
        {
            if (viewer.Session is null)
                return $"{viewer.Name} has not joined";
            if (!viewer.IsAtTheEnd())
                return $"{viewer.Name} is at {viewer.Last}, the log ends at {world.Log.End(viewer.Sharer.Log)}";
        }

        return null;
    }

    private string? Unended()
    {
        foreach (var process in world.Sharers.SelectMany(sharer => sharer.Processes))
        {
            if (process.Session is not null && process.Over is null && !process.IsKilled)
                return $"{process.Name} goes on";
        }

        var viewer = world.Viewers.Find(viewer => !viewer.IsOver);
        return viewer is null ? null : $"{viewer.Name} watches on, at {viewer.Last}; the log ends at {world.Log.End(viewer.Sharer.Log)}";
    }

    /// <summary>Of those who take part and take what comes: whose draft, or picture of what others show, is not what it should be.</summary>
    private string? ApartFromOthers()
    {
        foreach (var sharer in world.Sharers.Where(sharer => sharer.Newest.IsSharing && !sharer.Newest.Ending))
        {
            var together = world.Viewers.FindAll(viewer => viewer.Sharer == sharer && viewer.IsTogether && viewer is { IsOver: false, IsStalled: false });
            foreach (var viewer in together)
            {
                if (viewer.Session!.Draft is var draft && (!draft.IsSettled || draft.Text != together[0].Session!.Draft.Text))
                    return $"{viewer.Name} has the draft {draft.Number} '{draft.Text}' (settled: {draft.IsSettled}), {together[0].Name} '{together[0].Session!.Draft.Text}'";
                foreach (var other in together.Where(other => other != viewer))
                {
                    if (viewer.Others.GetValueOrDefault(other.Session!.Participant) != other.Shown)
                        return $"{viewer.Name} sees {viewer.Others.GetValueOrDefault(other.Session!.Participant)} of {other.Name}, who shows {other.Shown}";
                }
            }
        }

        return null;
    }

    private async Task CheckLive()
    {
        foreach (var sharer in world.Sharers.Where(sharer => sharer.Newest.IsSharing))
        {
            var committed = world.Log.History(sharer.Log);
            var counters = world.Log.Counters(sharer.Log);
            var bytes = Counters.PayloadOf(committed);
            if (counters?.All != bytes.All)
                world.Fail("counted bytes are the log's", $"{sharer.Name}: the store counts {counters?.All}, its frames make {bytes.All}");
            foreach (var (day, of) in bytes.Days)
            {
                if (counters?.Days.GetValueOrDefault(day) != of)
                    world.Fail("a day's bytes are the log's", $"{sharer.Name}: the store counts {counters?.Days.GetValueOrDefault(day)} on day {day}, its frames make {of}");
            }

            var described = await world.Grain(sharer).Describe(World.IdentityOf(sharer.Name));
            if (described is { } description && description.Bytes != bytes.All)
                world.Fail("counted bytes are the log's", $"{sharer.Name}: the session counts {description.Bytes}, its frames make {bytes.All}");
        }
    }

    /// <summary>An input that was taken in and that the sharer has not heard: who typed it may still have to find out that nobody has it any more.</summary>
    private string? Untyped()
    {
        foreach (var sharer in world.Sharers.Where(sharer => sharer is { MayLoseInput: false, HasRevoked: false, Newest.IsSharing: true, Processes.Count: 1 }))
        {
            var heard = sharer.Newest.Heard.Values.SelectMany(bytes => Input.Read(bytes, wholly: false) ?? []).ToHashSet();
            foreach (var viewer in world.Viewers.Where(viewer => viewer.Sharer == sharer && (viewer is { IsOver: false, IsStalled: false } || !sharer.MayNeedInputAgain)))
            {
                foreach (var number in viewer.Taken.Where(number => !heard.Contains((viewer.Number, number))))
                    return $"{viewer.Name}'s input {number} was taken in, and {sharer.Name} never heard it";
            }
        }

        return null;
    }

    private void CheckTyping()
    {
        foreach (var sharer in world.Sharers)
        {
            foreach (var process in sharer.Processes)
                CheckTyping(process, wholly: !sharer.MayLoseInput && !sharer.MayNeedInputAgain && !sharer.HasRevoked);
        }
    }

    private void CheckTyping(SharerProcess process, bool wholly)
    {
        foreach (var (participant, bytes) in process.Heard)
        {
            if (Input.Read(bytes, wholly) is not { } inputs)
            {
                world.Fail("input is typed whole", $"{process.Name} heard of {participant} what nobody typed");
                continue;
            }

            var last = 0;
            foreach (var (viewer, number) in inputs)
            {
                if (number <= last)
                    world.Fail("input is typed once and in order", $"{process.Name} heard viewer-{viewer}'s input {number} behind {last}");
                last = number;
                if (world.Viewers.Find(known => known.Number == viewer)!.Forbidden.Contains(number))
                    world.Fail("nobody types without the right to", $"{process.Name} heard input {number} of viewer-{viewer}");
            }
        }
    }

    /// <summary>The log holds what each process told, in order: all of it, or the beginning where the process was killed or taken over from.</summary>
    private void CheckStories()
    {
        foreach (var sharer in world.Sharers)
        {
            foreach (var process in sharer.Processes)
            {
                var logged = new ToldStory();
                foreach (var run in world.Log.History(sharer.Log).SelectMany(commit => commit.Done.Runs).Where(run => process.Epochs.Contains(run.Epoch)))
                {
                    foreach (var frame in run.Run)
                    {
                        if (frame.Kind == FrameKind.Skipped)
                            world.Fail("nothing is skipped that the stores did not lose", $"{process.Name}: frame {frame.Sequence}");
                        logged.Add(frame.Kind, frame.Payload.Span);
                    }
                }

                if (logged.DiffersFromBeginningOf(process.Told) is { } difference)
                    world.Fail("the log is what the sharer told", $"{process.Name}: {difference}");
                else if (process.Outcome is { Durable: true } && !logged.IsAll(process.Told))
                    world.Fail("an end that is durable has everything before it", $"{process.Name} told {process.Told}, the log has {logged}");
            }

            if (sharer.Processes[^1] is { Over.Reason: Reason.OwnershipLost, BeganBehindAsking: false } robbed)
                world.Fail("only a newer process takes a session over", $"{robbed.Name} was told that another one had");
            if (sharer.Newest is { WaitedInVain: false, Outcome: { Durable: false } outcome, Over.Reason: Reason.SharerExited })
                world.Fail("an end that came is durable", $"{sharer.Name}: {outcome.Text}");
        }
    }

    private void CheckViewers()
    {
        foreach (var viewer in world.Viewers)
        {
            var log = world.Log.Frames(viewer.Sharer.Log);
            var last = 0L;
            foreach (var frame in viewer.Seen)
            {
                // Told by a sharer who died before it was stored, and nobody wrote anything in its place.
                if (frame.Sequence > log.Count)
                    break;

                // Who left, or was shut out, saw what was there then: it may have been taken back since.
                if (Frames.Differ(frame, log[(int)frame.Sequence - 1]) is { } difference)
                {
                    if (viewer.Ended is not null)
                        world.Fail("a viewer's frames are the log's", $"{viewer.Name}: {difference}");
                    break;
                }

                for (var missing = last + 1; last > 0 && missing < frame.Sequence; missing++)
                {
                    if (log[(int)missing - 1].Kind != FrameKind.Keyframe && !viewer.WasLeftOut(missing))
                        world.Fail("a viewer knows what it misses", $"{viewer.Name} never saw {missing}, {log[(int)missing - 1].Kind}");
                }

                last = frame.Sequence;
            }

            if (viewer.Ended is not null && !viewer.IsAtTheEnd())
                world.Fail("a viewer that hears of the end has everything before it", $"{viewer.Name} is at {viewer.Last}, the log ended at {log.Count}");
            if (viewer.Closed is { Why.Reason: Reason.ServerFault or Reason.InvalidRequest } closed)
                world.Fail("no viewer is shut out for a fault", $"{viewer.Name}: {closed.Why.Text}");
        }
    }

    private void CheckNothingIsLeft()
    {
        // A day of the audit has a log too, which is kept.
        foreach (var session in world.Log.Kept.Where(log => world.Sharers.Exists(sharer => sharer.Log == log)))
            world.Fail("the history of ended sessions is deleted", session);
        foreach (var session in world.States.Kept(SessionState.Name))
            world.Fail("an ended session is forgotten", session);
        foreach (var gateway in world.RunningGateways)
        {
            foreach (var leftover in gateway.Leftovers())
                world.Fail("nothing is left at a gateway that nobody uses", $"{gateway.Lane.Name}: {leftover}");
        }

        foreach (var grain in world.Silo.Faults.Reachable)
            world.Fail("no grain stays awake that nobody uses", grain.ToString());
        if (world.Machine.Clock.ArmedTimers is var armed && armed > world.TimersOfNobody)
            world.Fail("no timer is left", $"{armed} wait, {world.TimersOfNobody} at the beginning");
    }
}
