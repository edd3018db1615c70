using SessionShare.Grains.Audit;
using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Tests.Rules;
using SessionShare.Grains.Users;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>What the audit says of what happens in sessions, over silos that stop, die, and lose their store.</summary>
public sealed class AuditTests
{
    private const string Organization = "default";

    private static AuditDay Today => AuditDay.Of(Organization, TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task What_happens_in_a_session_stands_in_the_audit_in_order()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        await control.Until(seen => seen.Any(item => item.Roster is not null), "the roster");
        await silo.Session("s").Join(JoinOf(Bob));
        await silo.Session("s").Type(new TypeCall("p1", "c1", 1, "ls\r"u8.ToArray()));
        await silo.Session("s").Append(new AppendCall(share.Attachment, new RunValue(share.Epoch, 1, 1, Frames.Of(BlockTests.Start(1, "ls")))));
        await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Remove, "bob@example.com"));
        await silo.Session("s").End(new EndCall(1, 1, 1, Reason.SharerExited, 0));

        var told = await Entries(silo, entries => entries.Any(entry => entry.Kind == AuditKind.Ended) && entries.Any(entry => entry.Kind == AuditKind.Ran));

        told.Select(entry => entry.Kind).Should().BeEquivalentTo(
        [
            AuditKind.Shared, AuditKind.Allowed, AuditKind.LinkRule, AuditKind.Joined, AuditKind.Typed, AuditKind.Ran, AuditKind.Removed, AuditKind.Left, AuditKind.Ended,
        ]);
        told.Should().OnlyContain(entry => entry.Session == "s");
        told.Single(entry => entry.Kind == AuditKind.Ran).TypedBy.Should().ContainSingle().Which.Email.Should().Be("bob@example.com");
    }

    [Fact]
    public async Task A_deed_whose_silo_died_right_behind_its_answer_is_told_by_the_next()
    {
        var first = await SiloFixture.Start();
        await first.Share("s");
        await Entries(first, entries => entries.Any(entry => entry.Kind == AuditKind.LinkRule));
        first.Log.Fail("audit-");
        (await first.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Allow, "eve@example.com", Role: Role.View))).Refused.Should().BeNull("the session goes on");
        first.States.Of("s")!.Audit.Should().Contain(entry => entry.Kind == AuditKind.Allowed && entry.Whom!.Email == "eve@example.com", "it is stored with the deed");

        // The silo is left to itself: what follows is another's, on what was stored.
        first.Log.Recover();
        await using var next = await SiloFixture.Start(first.Log, first.States);
        await next.Session("s").Access(Ada);

        await Entries(next, entries => entries.Any(entry => entry.Whom?.Email == "eve@example.com"));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task While_the_audit_cannot_be_written_sessions_go_on_and_it_is_told_afterwards()
    {
        await using var silo = await SiloFixture.Start();
        silo.Log.Fail("audit-");
        var share = await silo.Share("s");
        (await silo.Append("s", share, 1, "output")).Refused.Should().BeNull();
        for (var i = 0; i < 1100; i++)
            (await silo.Session("s").Join(JoinOf(Eve, $"p{i}", "guess"))).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        await silo.Session("s").End(new EndCall(1, 1, 1, Reason.SharerExited, 0));
        (await silo.Grains.GetGrain<IAuditGrain>(Today.Key).Read(new AuditQuery(0, 1))).Entries.Should().BeEmpty();

        silo.Log.Recover();

        var told = await Entries(silo, entries => entries.Any(entry => entry.Kind == AuditKind.Lost));
        told.Single(entry => entry.Kind == AuditKind.Lost).Count.Should().Be(100);
        told.Count(entry => entry.Kind == AuditKind.JoinRefused).Should().Be(1000);
        told.Should().Contain(entry => entry.Kind == AuditKind.Ended);
    }

    [Fact]
    public async Task A_silo_that_stops_tells_what_it_knows_before()
    {
        var silo = await SiloFixture.Start();
        await silo.Share("s");
        await silo.Session("s").Join(JoinOf(Eve, secret: "guess"));
        await silo.Stop();

        await using var next = await SiloFixture.Start(silo.Log, silo.States);
        var told = await Entries(next, entries => entries.Length > 0);
        told.Should().Contain(entry => entry.Kind == AuditKind.JoinRefused).And.Contain(entry => entry.Kind == AuditKind.Shared);
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_is_deleted_leaves_its_deletion_in_the_audit_and_no_state()
    {
        await using var silo = await SiloFixture.Start();
        await silo.Share("s");

        (await silo.Session("s").Delete("u-ada")).Should().BeNull();

        silo.States.Of("s").Should().BeNull();
        (await Read(silo, new AuditQuery(0, 100))).Entries.Select(placed => placed.Entry.Kind).Should().Contain([AuditKind.Shared, AuditKind.Ended, AuditKind.Deleted]);
    }

    [Fact]
    public async Task Many_who_write_at_once_get_places_of_their_own_and_another_writer_of_the_log_disturbs_none()
    {
        await using var silo = await SiloFixture.Start();
        var audit = silo.Grains.GetGrain<IAuditGrain>(Today.Key);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Append(audit, $"a{i}", "a")));
        await silo.Log.Open(Today.Log, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Append(audit, $"b{i}", "b")));

        var page = await Read(silo, new AuditQuery(0, 1000));

        page.Entries.Select(placed => placed.Place).Should().Equal(Enumerable.Range(1, page.Entries.Length).Select(place => (long)place));
        page.Entries.Select(placed => placed.Entry.Id).Distinct().Should().HaveCount(100);
    }

    [Fact]
    public async Task Pages_are_filtered_and_go_on_where_the_last_one_ended()
    {
        await using var silo = await SiloFixture.Start();
        var audit = silo.Grains.GetGrain<IAuditGrain>(Today.Key);
        for (var i = 1; i <= 10; i++)
            await Append(audit, $"e{i}", i % 2 == 0 ? "even" : "odd");

        var first = await Read(silo, new AuditQuery(0, 2, Session: "odd"));
        var rest = await Read(silo, new AuditQuery(first.Next, 100, Session: "odd"));

        (first.More, rest.More).Should().Be((true, false));
        first.Entries.Concat(rest.Entries).Select(placed => placed.Entry.Id).Should().Equal("e1", "e3", "e5", "e7", "e9");
        (await Read(silo, new AuditQuery(0, 100, Kind: AuditKind.Shared))).Entries.Should().BeEmpty();
        (await Read(silo, new AuditQuery(0, 100, Actor: "BOB@example.com"))).Entries.Should().HaveCount(10);
        (await Read(silo, new AuditQuery(0, 100, Actor: "u-ada"))).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_day_that_is_over_takes_nothing_in()
    {
        await using var silo = await SiloFixture.Start();

        var audit = silo.Grains.GetGrain<IAuditGrain>(new AuditDay(Organization, new DateOnly(2020, 1, 1)).Key);

        (await audit.Append([new AuditValue { Id = "x" }])).Should().Be(AuditOutcome.Over);
        (await audit.Read(new AuditQuery(0, 10))).IsOver.Should().BeTrue();
    }

    [Fact]
    public async Task A_day_whose_time_is_over_is_not_shown_and_the_sweep_deletes_it()
    {
        var old = AuditDay.Of(Organization, TimeProvider.System.GetUtcNow().AddDays(-5));
        var log = new FakeFrameLog();
        await Write(log, old.Log, old, [new AuditValue { Id = "x", Session = "s" }]);
        var states = new FakeGrainStorage();

        await using (var silo = await SiloFixture.Start(log, states, options => options.SweepEvery = TimeSpan.FromMilliseconds(20), audit: options => options.KeepFor = TimeSpan.FromDays(30)))
        {
            (await silo.Grains.GetGrain<IAuditGrain>(old.Key).Read(new AuditQuery(0, 10))).Entries.Should().ContainSingle();
            states.SetDue(AuditState.Name, old.Key, DateTimeOffset.UnixEpoch);
            await SiloFixture.Until(() => states.DueOf(AuditState.Name, old.Key) > TimeProvider.System.GetUtcNow(), "that it is due another day");
        }

        // Restarted with a shorter time to keep: it counts at the next look, a day later at the most.
        states.SetDue(AuditState.Name, old.Key, DateTimeOffset.UnixEpoch);
        await using var shorter = await SiloFixture.Start(log, states, options => options.SweepEvery = TimeSpan.FromMilliseconds(20), audit: options => options.KeepFor = TimeSpan.FromDays(3));

        await SiloFixture.Until(() => !log.Has(old.Log) && states.DueOf(AuditState.Name, old.Key) is null, "that the day is deleted");
        (await shorter.Grains.GetGrain<IAuditGrain>(old.Key).Read(new AuditQuery(0, 10))).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_day_that_is_over_is_written_anew_without_who_was_forgotten_and_each_entry_keeps_its_place()
    {
        var old = AuditDay.Of(Organization, TimeProvider.System.GetUtcNow().AddDays(-5));
        var (log, states) = (new FakeFrameLog(), new FakeGrainStorage());
        AuditValue[] entries =
        [
            new() { Id = "1", Kind = AuditKind.Joined, Actor = AuditPersonValue.Of(Bob), Address = "10.1.2.3" },
            new() { Id = "2", Kind = AuditKind.Allowed, Actor = AuditPersonValue.Of(Ada), Whom = new AuditPersonValue(null, "BOB@example.com"), Address = "10.4.5.6" },
            new() { Id = "3", Kind = AuditKind.Ran, RanBy = AuditPersonValue.Of(Bob), TypedBy = [AuditPersonValue.Of(Ada), AuditPersonValue.Of(Bob)], Command = "ls" },
        ];
        await Write(log, old.Log, old, entries);
        await Write(log, old.LogOf(1), old, [.. entries, .. entries]); // A silo died while it wrote.

        await using (var silo = await SiloFixture.Start(log, states, options => options.SweepEvery = TimeSpan.FromMilliseconds(20)))
        {
            var pseudonym = await silo.Grains.GetGrain<IPeopleGrain>(Organization).Forget(Bob.Email);
            states.SetDue(AuditState.Name, old.Key, DateTimeOffset.UnixEpoch);
            await SiloFixture.Until(() => !log.Has(old.Log), "that the day is written anew");

            log.OutputOf(old.LogOf(1)).Should().NotContainAny("bob", "BOB", "10.1.2.3").And.Contain("10.4.5.6");
            var told = (await silo.Grains.GetGrain<IAuditGrain>(old.Key).Read(new AuditQuery(0, 10))).Entries;
            told.Select(placed => (placed.Place, placed.Entry.Id)).Should().Equal((1, "1"), (2, "2"), (3, "3"));
            told[0].Entry.Actor!.Name.Should().Be(pseudonym);
            told[1].Entry.Should().Match<AuditValue>(entry => entry.Whom!.Name == pseudonym && entry.Actor!.Email == Ada.Email);
            told[2].Entry.Should().Match<AuditValue>(entry => entry.RanBy!.Name == pseudonym && entry.TypedBy[0].Email == Ada.Email && entry.TypedBy[1].Name == pseudonym && entry.Command == "ls");
        }

        states.SetDue(AuditState.Name, old.Key, DateTimeOffset.UnixEpoch);
        await using var shorter = await SiloFixture.Start(log, states, options => options.SweepEvery = TimeSpan.FromMilliseconds(20), audit: options => options.KeepFor = TimeSpan.FromDays(3));
        await SiloFixture.Until(() => !log.Has(old.LogOf(1)), "that the new log is deleted when the day's time is over");
    }

    private static async Task Write(FakeFrameLog log, string name, AuditDay day, AuditValue[] entries)
    {
        var head = await log.Open(name, CancellationToken.None);
        await log.Commit(new LogCommit(name, head.Generation, 0, [new LoggedRun(1, AuditLines.Write(1, day, entries))], 1, 1, []), CancellationToken.None);
    }

    private static Task<AuditOutcome> Append(IAuditGrain audit, string id, string session)
    {
        return UntilStored();

        async Task<AuditOutcome> UntilStored()
        {
            AuditOutcome outcome;
            do
                outcome = await audit.Append([new AuditValue { Id = id, Session = session, Kind = AuditKind.Joined, Actor = AuditPersonValue.Of(Bob) }]);
            while (outcome == AuditOutcome.Later);
            return outcome;
        }
    }

    private static Task<AuditReadAnswer> Read(SiloFixture silo, AuditQuery query) => silo.Grains.GetGrain<IAuditGrain>(Today.Key).Read(query);

    /// <summary>All entries, once they are as expected; repeats are left out, as a reader does.</summary>
    private static async Task<AuditValue[]> Entries(SiloFixture silo, Predicate<AuditValue[]> areThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var all = new List<PlacedAuditValue>();
            AuditReadAnswer page;
            for (var after = 0L; (page = await Read(silo, new AuditQuery(after, 1000))).Entries.Length > 0; after = page.Next)
                all.AddRange(page.Entries);
            AuditValue[] entries = [.. all.Select(placed => placed.Entry).DistinctBy(entry => entry.Id)];
            if (areThere(entries))
                return entries;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Expected other entries than {string.Join(", ", entries.Select(entry => entry.Kind))}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
