namespace SessionShare.Storage.Tests;

/// <summary>What Orleans' ADO.NET membership provider relies on, asked of our tables and statements.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly Member First = new("10.0.0.1", 11111, 4711, Member.Active);
    private static readonly Member Second = new("10.0.0.2", 11112, 4712, Member.Active) { ProxyPort = 0 };

    private MembershipProvider _provider = null!;
    private string _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabases.Emptied("membership");
        _provider = new MembershipProvider(_database, "cluster");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_statement_that_the_provider_asks_for_is_there() => (await _provider.KnownKeys()).Should().BeEquivalentTo(MembershipProvider.Keys);

    [Fact]
    public async Task Version_row_is_made_once()
    {
        (await _provider.InsertVersion()).Should().BeTrue();
        (await _provider.InsertVersion()).Should().BeFalse();

        (await _provider.ReadAll()).Should().BeEquivalentTo((0, Array.Empty<Member>()));
    }

    [Fact]
    public async Task Members_are_read_as_they_were_inserted_each_with_the_version_moved_by_one()
    {
        await _provider.InsertVersion();
        (await _provider.Insert(First, 0)).Should().BeTrue();
        (await _provider.Insert(Second, 1)).Should().BeTrue();

        (await _provider.ReadAll()).Should().BeEquivalentTo((2, new[] { First, Second }));
        (await _provider.ReadOne(Second)).Should().BeEquivalentTo((2, new[] { Second }));
        (await _provider.ReadOne(Second with { Generation = 1 })).Should().BeEquivalentTo((2, Array.Empty<Member>()));
    }

    [Fact]
    public async Task Member_is_not_inserted_under_another_version_or_twice()
    {
        await _provider.InsertVersion();
        (await _provider.Insert(First, 1)).Should().BeFalse();
        (await _provider.Insert(First, 0)).Should().BeTrue();
        (await _provider.Insert(First, 1)).Should().BeFalse();
        (await _provider.Insert(Second, 0)).Should().BeFalse();

        (await _provider.ReadAll()).Should().BeEquivalentTo((1, new[] { First }));
    }

    [Fact]
    public async Task Member_is_updated_under_the_right_version_only_and_only_where_there_is_one()
    {
        await _provider.InsertVersion();
        await _provider.Insert(First, 0);
        var suspected = First with { Status = Member.Dead, SuspectTimes = "10.0.0.2:11112@4712,2026-11-26 09:00:00.000 GMT", AliveTime = First.AliveTime.AddSeconds(5) };

        (await _provider.Update(suspected, 0)).Should().BeFalse();
        (await _provider.Update(Second, 1)).Should().BeFalse();
        (await _provider.ReadAll()).Should().BeEquivalentTo((1, new[] { First }));

        (await _provider.Update(suspected, 1)).Should().BeTrue();
        (await _provider.ReadAll()).Should().BeEquivalentTo((2, new[] { suspected }));
    }

    [Fact]
    public async Task Of_many_writers_under_one_version_one_gets_through()
    {
        await _provider.InsertVersion();

        for (var version = 0; version < 5; version++)
        {
            var inserted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _provider.Insert(First with { Port = (100 * version) + i }, version)));
            inserted.Count(done => done).Should().Be(1);
        }

        var (newest, members) = await _provider.ReadAll();
        newest.Should().Be(5);
        members.Should().HaveCount(5);
    }

    [Fact]
    public async Task Sign_of_life_leaves_the_version()
    {
        await _provider.InsertVersion();
        await _provider.Insert(First, 0);
        var alive = First with { AliveTime = First.AliveTime.AddMinutes(1) };

        await _provider.SayAlive(alive);

        (await _provider.ReadAll()).Should().BeEquivalentTo((1, new[] { alive }));
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_with_a_port_for_clients()
    {
        await _provider.InsertVersion();
        await _provider.Insert(First, 0);
        await _provider.Insert(Second, 1);
        await _provider.Insert(First with { Port = 5, Status = Member.Dead }, 2);

        (await _provider.Gateways()).Should().Equal("10.0.0.1:30000/4711");
    }

    [Fact]
    public async Task Clean_up_takes_dead_silos_that_were_last_alive_before_the_time()
    {
        await _provider.InsertVersion();
        var dead = First with { Status = Member.Dead };
        await _provider.Insert(dead, 0);
        await _provider.Insert(dead with { Port = 5, AliveTime = First.AliveTime.AddHours(1) }, 1);
        await _provider.Insert(Second, 2);

        await _provider.CleanUp(First.AliveTime.AddMinutes(1));

        (await _provider.ReadAll()).Members.Select(member => member.Port).Should().Equal(5, Second.Port);
    }

    [Fact]
    public async Task Clusters_in_one_database_know_nothing_of_each_other()
    {
        var other = new MembershipProvider(_database, "other");
        await _provider.InsertVersion();
        await other.InsertVersion();
        await _provider.Insert(First, 0);
        await other.Insert(First, 0);

        await other.DeleteAll();

        (await _provider.ReadAll()).Should().BeEquivalentTo((1, new[] { First }));
        (await other.InsertVersion()).Should().BeTrue();
        (await other.ReadAll()).Should().BeEquivalentTo((0, Array.Empty<Member>()));
    }
}
