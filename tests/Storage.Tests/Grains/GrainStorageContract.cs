using System.Diagnostics.CodeAnalysis;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage.Tests;

/// <summary>What every grain storage must do. One subclass a store says how to open it.</summary>
public abstract partial class GrainStorageContract : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("user", "alice@example.org");

    protected IGrainStorage Storage { get; private set; } = null!;

    protected IDueGrains DueGrains { get; private set; } = null!;

    public async Task InitializeAsync() => (Storage, DueGrains) = await OpenStore();

    public Task DisposeAsync() => CloseStore();

    protected abstract Task<(IGrainStorage Storage, IDueGrains Due)> OpenStore();

    protected abstract Task CloseStore();

    protected async Task Reopen()
    {
        await CloseStore();
        (Storage, DueGrains) = await OpenStore();
    }

    [Fact]
    public async Task State_that_was_never_written_reads_as_new()
    {
        var state = await Read();

        state.Should().BeEquivalentTo(new Stored());
    }

    [Fact]
    public async Task Written_state_is_read_after_a_restart()
    {
        var written = new Stored { State = new Notes { Title = "h\u00e9 \"quoted\"", Numbers = [3, 1, 2], At = DateTimeOffset.UnixEpoch.AddTicks(7) } };
        await Storage.WriteStateAsync("notes", Grain, written);
        written.RecordExists.Should().BeTrue();
        await Reopen();

        (await Read()).Should().BeEquivalentTo(written);
    }

    [Fact]
    public async Task Each_write_renews_the_etag()
    {
        var state = await Write("one");
        var first = state.ETag;

        state.State.Title = "two";
        await Storage.WriteStateAsync("notes", Grain, state);

        state.ETag.Should().NotBe(first);
        (await Read()).State.Title.Should().Be("two");
    }

    [Fact]
    public async Task Writer_with_an_old_etag_is_told_both_and_writes_nothing()
    {
        var old = await Write("one");
        var young = await Read();
        await Storage.WriteStateAsync("notes", Grain, young);
        old.State.Title = "lost";
        var known = old.ETag;

        var refused = await Storage.Invoking(it => it.WriteStateAsync("notes", Grain, old)).Should().ThrowAsync<InconsistentStateException>();

        refused.Which.StoredEtag.Should().Be(young.ETag);
        refused.Which.CurrentEtag.Should().Be(known);
        (await Read()).State.Title.Should().Be("one");
        old.ETag.Should().Be(known);
    }

    [Fact]
    public async Task Two_first_writers_are_one_and_a_refusal()
    {
        await Write("one");

        await this.Invoking(_ => Write("two")).Should().ThrowAsync<InconsistentStateException>();

        (await Read()).State.Title.Should().Be("one");
    }

    [Fact]
    public async Task Cleared_state_reads_as_new_and_can_be_written_again()
    {
        var state = await Write("one");

        await Storage.ClearStateAsync("notes", Grain, state);

        state.Should().BeEquivalentTo(new Stored());
        (await Read()).Should().BeEquivalentTo(new Stored());
        state.State.Title = "again";
        await Storage.WriteStateAsync("notes", Grain, state);
        (await Read()).State.Title.Should().Be("again");
    }

    [Fact]
    public async Task Clearing_what_was_never_written_does_nothing()
    {
        var state = new Stored();

        await Storage.ClearStateAsync("notes", Grain, state);

        state.RecordExists.Should().BeFalse();
    }

    [Fact]
    public async Task Clearing_with_an_old_etag_is_refused()
    {
        var old = await Write("one");
        await Storage.WriteStateAsync("notes", Grain, await Read());

        await Storage.Invoking(it => it.ClearStateAsync("notes", Grain, old)).Should().ThrowAsync<InconsistentStateException>();

        (await Read()).RecordExists.Should().BeTrue();
    }

    [Fact]
    public async Task Etag_from_before_a_clear_never_fits_again()
    {
        var old = await Write("one");
        var other = await Read();
        await Storage.ClearStateAsync("notes", Grain, other);
        await Reopen();
        await Write("two");

        await Storage.Invoking(it => it.WriteStateAsync("notes", Grain, old)).Should().ThrowAsync<InconsistentStateException>();

        (await Read()).State.Title.Should().Be("two");
    }

    [Fact]
    public async Task Grains_and_state_names_have_states_of_their_own()
    {
        await Write("alice's notes");
        await Storage.WriteStateAsync("other", Grain, new Stored { State = new Notes { Title = "alice's other" } });
        await Storage.WriteStateAsync("notes", GrainId.Create("user", "bob"), new Stored { State = new Notes { Title = "bob's notes" } });

        (await Read()).State.Title.Should().Be("alice's notes");
        (await Read("other")).State.Title.Should().Be("alice's other");
    }

    [Fact]
    public async Task State_changed_during_a_write_is_stored_as_it_was()
    {
        var state = new Stored { State = new Notes { Title = "before" } };

        var write = Storage.WriteStateAsync("notes", Grain, state);
        state.State.Title = "after";
        await write;

        (await Read()).State.Title.Should().Be("before");
    }

    private async Task<Stored> Write(string title)
    {
        var state = new Stored { State = new Notes { Title = title } };
        await Storage.WriteStateAsync("notes", Grain, state);
        return state;
    }

    private async Task<Stored> Read(string name = "notes")
    {
        var state = new Stored { State = new Notes { Title = "stale" }, ETag = "stale", RecordExists = true };
        await Storage.ReadStateAsync(name, Grain, state);
        return state;
    }

    public sealed class Notes
    {
        public string Title { get; set; } = "";

        public List<int> Numbers { get; set; } = [];

        public DateTimeOffset At { get; set; }
    }

    private sealed class Stored : IGrainState<Notes>
    {
        [AllowNull]
        public Notes State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
