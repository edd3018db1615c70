using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Tests.Rules;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Grains;

public sealed class SharingTests
{
    [Fact]
    public async Task A_watcher_gets_the_present_then_frames_then_what_is_durable_then_the_end()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        (share.Epoch, share.Attachment, share.Next).Should().Be((1, 1, 1));
        await using var watch = silo.Watch("s");
        await silo.Append("s", share, 1, "a", "b");
        await silo.Append("s", share, 3, "c");

        (await silo.Session("s").End(new EndCall(1, 1, 3, Reason.SharerExited, 7))).Should().BeNull();
        await watch.Ended();

        watch.Seen[0].Present!.Title.Should().Be("title");
        Output(watch).Should().Be("abc");
        watch.Seen[^1].Ended.Should().Be(new EndedValue(Reason.SharerExited, "The shared command has ended.", 3, 7));
        watch.Seen.Count(item => item.Ended is not null).Should().Be(1);
    }

    [Fact]
    public async Task Watchers_see_frames_at_once_though_storage_stands_still()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        silo.Log.Stall();

        await silo.Append("s", share, 1, "live");
        await watch.Until(_ => Output(watch) == "live", "the frame before it is durable");
        watch.Seen.Should().NotContain(item => item.Durable == 1);

        silo.Log.Recover();
        await watch.Until(seen => IsDurable(seen, 1), "durable 1");
        silo.Log.OutputOf("s").Should().Be("live");
    }

    [Fact]
    public async Task When_storage_fails_everyone_is_told_and_nothing_is_lost()
    {
        await using var silo = await SiloFixture.Start(session: options => options.MaxHeldBytes = 512 * 1024);
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        await using var control = silo.Control("s", share);
        silo.Log.Fail();

        var next = 1;
        while ((await silo.Append("s", share, next, new string('x', 60_000))).Refused is not { Reason: Reason.Busy })
            next++;
        await watch.Until(seen => seen.Any(item => item.Notice is { Reason: Reason.StorageUnavailable }), "a notice");
        await control.Until(seen => seen.Any(item => item.Notice?.Text.StartsWith("Not saved since", StringComparison.Ordinal) == true), "a notice");

        silo.Log.Recover();
        await watch.Until(seen => seen.Any(item => item.Notice is { Reason: Reason.None }), "that the notice no longer holds");
        await watch.Until(seen => IsDurable(seen, next - 1), "all durable");
        silo.Log.OutputOf("s").Length.Should().Be(60_000 * (next - 1));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_not_done_twice()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        silo.Log.LoseNextAnswer();

        await silo.Append("s", share, 1, "once");

        await watch.Until(seen => IsDurable(seen, 1), "durable 1");
        silo.Log.OutputOf("s").Should().Be("once");
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_with_the_storage_is_found_done_once_that_is_back()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        silo.Log.LoseNextAnswerAndFail();

        await silo.Append("s", share, 1, "once");
        await watch.Until(seen => seen.Any(item => item.Notice is { Reason: Reason.StorageUnavailable }), "a notice");
        await silo.Append("s", share, 2, " and more");
        silo.Log.Recover();

        await watch.Until(seen => IsDurable(seen, 2), "durable 2");
        silo.Log.OutputOf("s").Should().Be("once and more");
    }

    [Fact]
    public async Task A_sharer_that_comes_back_hears_that_its_session_has_ended_once_that_is_stored()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        silo.Log.Stall();
        await silo.Append("s", share, 1, "last");
        var end = silo.Session("s").End(new EndCall(share.Epoch, share.Attachment, 1, Reason.SharerExited, 0));

        var again = silo.Session("s").Share(SessionFixture.ShareOf(epoch: share.Epoch));
        // A call behind it has been answered: so would it be, if it waited for nothing.
        (await silo.Append("s", share, 2, "more")).Refused!.Reason.Should().Be(Reason.SessionEnded);
        again.IsCompleted.Should().BeFalse("nothing is stored");

        silo.Log.Recover();
        // All that was sent is stored; the history may be gone again by now, for nobody is left to read it.
        (await again).Refused.Should().Match<RefusalValue>(refused => refused.Reason == Reason.SessionEnded && refused.Expected == 2);
        (await end).Should().BeNull();
    }

    [Fact]
    public async Task After_a_stop_everything_held_is_stored_and_the_next_silo_goes_on()
    {
        var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        await silo.Append("s", share, 1, "before");
        await watch.Until(_ => Output(watch) == "before", "the frame");
        await silo.Stop();
        await watch.Moved(last => last.Moved);
        silo.Log.OutputOf("s").Should().Be("before");

        await using var next = await SiloFixture.Start(silo.Log, silo.States);
        (await next.Append("s", share, 3, "x")).Refused!.Expected.Should().Be(2);
        var again = await next.Share("s", share.Epoch);
        (again.Epoch, again.Attachment, again.Next).Should().Be((1, 2, 2));
        (await next.Append("s", again, 2, " and after")).Refused.Should().BeNull();
        await next.Stop();

        silo.Log.OutputOf("s").Should().Be("before and after");
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task When_another_activation_took_the_log_this_one_stops_and_answers_nothing()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        await watch.Until(seen => seen.Count > 0, "the present");
        await silo.Log.Open("s", CancellationToken.None);

        await silo.Append("s", share, 1, "lost");
        await watch.Ended();

        watch.Seen[^1].Moved.Should().BeTrue();
        silo.Log.OutputOf("s").Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_process_of_the_sharer_takes_the_session_and_the_first_is_told()
    {
        await using var silo = await SiloFixture.Start();
        var first = await silo.Share("s");
        await using var control = silo.Control("s", first);
        await silo.Append("s", first, 1, "one");

        var second = await silo.Share("s");

        (second.Epoch, second.Next).Should().Be((2, 2));
        await control.Ended();
        control.Seen[^1].Ended!.Reason.Should().Be(Reason.OwnershipLost);
        (await silo.Append("s", first, 2, "late")).Refused!.Reason.Should().Be(Reason.OwnershipLost);
        (await silo.Append("s", second, 2, "two")).Refused.Should().BeNull();
    }

    [Fact]
    public async Task A_watcher_that_saw_what_was_never_stored_is_rewound_where_the_next_process_begins()
    {
        var first = await SiloFixture.Start();
        var share = await first.Share("s");
        await first.Append("s", share, 1, "kept");
        await using (var watch = first.Watch("s"))
            await watch.Until(seen => IsDurable(seen, 1), "durable 1");

        await using var silo = await SiloFixture.Start(first.Log, first.States);
        await using var behind = new Reading<WatchEvent>(cancellation => silo.Session("s").Watch(new WatchCall("g", [], 5, 1), cancellation));
        await behind.Until(seen => seen.Any(item => item.Present is not null), "the present");
        var next = await silo.Share("s");
        await silo.Append("s", next, 2, "new");

        await behind.Until(seen => seen.Any(item => item.Run is not null), "the new frame");
        behind.Seen.Should().Contain(item => item.Rewound == new EpochStart(2, 2));
        Output(behind).Should().Be("new");
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Late_watchers_read_from_the_log_what_is_no_longer_in_memory()
    {
        await using var silo = await SiloFixture.Start(session: options => options.TailBytes = 0);
        var share = await silo.Share("s");
        await using var early = silo.Watch("s");
        for (var i = 1; i <= 50; i++)
            await silo.Append("s", share, i, $"{i},");
        await early.Until(seen => IsDurable(seen, 50), "durable 50");

        await using var late = silo.Watch("s", after: 10, gateway: "g2");
        await late.Until(_ => Output(late).EndsWith("50,", StringComparison.Ordinal), "the last frame");

        Output(late).Should().Be(string.Concat(Enumerable.Range(11, 40).Select(i => $"{i},")));
        Output(early).Should().Be(string.Concat(Enumerable.Range(1, 50).Select(i => $"{i},")));
    }

    [Fact]
    public async Task The_day_limit_ends_the_session_across_a_new_activation()
    {
        var first = await SiloFixture.Start(quota: options => options.DayBytes = 100);
        var share = await first.Share("s");
        await first.Append("s", share, 1, new string('a', 60));
        await first.Stop();

        await using var silo = await SiloFixture.Start(first.Log, first.States, quota: options => options.DayBytes = 100);
        share = await silo.Share("s", share.Epoch);
        (await silo.Append("s", share, 2, new string('b', 40))).Refused.Should().BeNull();
        AppendAnswer answer;
        do
            answer = await silo.Append("s", share, 3, "c");
        while (answer.Refused is { Reason: Reason.Busy }); // The last lease is on its way.
        answer.Refused!.Reason.Should().Be(Reason.DayLimit);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task The_number_of_shares_may_be_limited()
    {
        await using var silo = await SiloFixture.Start(plans: options => (options.Default, options.LimitedShares) = (PlanOptions.Limited, 1));
        await silo.Share("s1");
        await silo.Share("s1");

        var answer = await silo.Session("s2").Share(SessionFixture.ShareOf());

        answer.Refused!.Reason.Should().Be(Reason.ShareCountLimit);
        silo.Log.Has("s2").Should().BeFalse();
    }

    [Fact]
    public async Task The_sharer_sees_its_live_sessions_and_stops_one_from_elsewhere()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        (await silo.Session("s").Describe(SessionFixture.Eve)).Should().BeNull();
        (await silo.Session("s").Stop("u-eve"))!.Reason.Should().Be(Reason.UnknownOrForbidden);

        (await silo.Session("s").Describe(SessionFixture.Ada))!.Title.Should().Be("title");
        (await silo.Session("s").Stop("u-ada")).Should().BeNull();

        await control.Ended();
        control.Seen[^1].Ended!.Reason.Should().Be(Reason.SharerStopped);
        (await silo.Session("s").Describe(SessionFixture.Ada)).Should().BeNull();
    }

    [Fact]
    public async Task The_history_of_an_ended_session_is_deleted_when_nobody_reads_it()
    {
        await using var silo = await SiloFixture.Start(session: options => options.ReadOutTime = TimeSpan.FromMilliseconds(1));
        var share = await silo.Share("s");
        await silo.Append("s", share, 1, "secret");
        await silo.Session("s").End(new EndCall(1, 1, 1, Reason.SharerExited, 0));

        var gone = Task.Run(async () =>
        {
            while (silo.Log.Has("s"))
                await Task.Yield();
        });
        await gone.WaitAsync(TimeSpan.FromMinutes(3));
        (await silo.Grains.GetGrain<IUserGrain>("u-ada").Sessions()).Should().BeEmpty();
        (await silo.Session("s").Share(SessionFixture.ShareOf())).Refused!.Reason.Should().Be(Reason.SessionEnded);
    }

    private static bool IsDurable(IReadOnlyList<WatchEvent> seen, long sequence) =>
        seen.Any(item => item.Durable >= sequence || item.Present?.Durable >= sequence);

    private static string Output(Reading<WatchEvent> watch) =>
        string.Concat(watch.Seen.Where(item => item.Run is not null).Select(item => Frames.OutputOf(item.Run!.ToRun())));
}
