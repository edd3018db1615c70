using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Blobs;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage.Tests;

/// <summary>Marks of what is due beside grain storage of another kind, here the embedded one: Orleans' own provider is not of this repository.</summary>
public sealed class AzureDueTests : GrainStorageContract, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private SqliteStore? _store;
    private AzureOptions? _options;

    public void Dispose() => _folder.Dispose();

    protected override async Task<(IGrainStorage Storage, IDueGrains Due)> OpenStore()
    {
        if (_options is null)
        {
            _options = (await AzuriteServer.Shared).NewContainers();
            await AzureBlobs.Migrate(_options, default);
        }

        var marks = new AzureDueGrains(Container);
        return (new DueGrainStorage(new SqliteGrainStorage(_store = _folder.Open()), marks), marks);
    }

    protected override async Task CloseStore() => await _store!.DisposeAsync();

    [Fact]
    public async Task Grain_has_one_mark_whose_name_sorts_by_time()
    {
        var alarm = await Set("a/b c", Noon);
        (await Marks()).Should().Equal($"~due/alarm/{Noon.Ticks:D19}/clock%2Fa%2Fb%20c");
        (await Due(Noon)).Should().Equal("a/b c");

        alarm.State.NextDue = Noon.AddTicks(1);
        await Storage.WriteStateAsync("alarm", IdOf("a/b c"), alarm);

        (await Marks()).Should().Equal($"~due/alarm/{Noon.Ticks + 1:D19}/clock%2Fa%2Fb%20c");
    }

    [Fact]
    public async Task Left_over_mark_wakes_its_grain_until_it_is_old_and_then_goes()
    {
        var old = await Set("a", Noon);
        var young = new Alarmed();
        await Storage.ReadStateAsync("alarm", IdOf("a"), young);
        young.State.NextDue = Noon.AddMinutes(1);
        await Storage.WriteStateAsync("alarm", IdOf("a"), young);
        old.State.NextDue = Noon.AddMinutes(-1);
        await Storage.Invoking(it => it.WriteStateAsync("alarm", IdOf("a"), old)).Should().ThrowAsync<InconsistentStateException>();
        (await Due(Noon)).Should().Equal("a");

        var later = (await Created()).AddHours(2);

        (await Due(later)).Should().Equal("a");
        (await Marks()).Should().ContainSingle().Which.Should().Contain($"/{Noon.AddMinutes(1).Ticks:D19}/");
    }

    [Fact]
    public async Task Activation_that_is_late_takes_no_mark_away_that_the_next_one_has_made_again()
    {
        var alarm = await Set("a", Noon);
        var marks = (AzureDueGrains)DueGrains;
        var grain = IdOf("a").ToString();
        alarm.State.NextDue = Noon.AddHours(1);
        var change = await marks.Writing("alarm", grain, alarm);
        var next = new Alarmed { State = new Alarm { NextDue = Noon } };
        await marks.Written(next, await marks.Writing("alarm", grain, next));

        await marks.Written(alarm, change);

        (await Due(Noon)).Should().Equal("a");
    }

    [Fact]
    public async Task Moment_that_changes_while_its_mark_is_made_has_one_when_it_is_written()
    {
        var wavering = new Wavered();

        await Storage.WriteStateAsync("alarm", IdOf("a"), wavering);

        wavering.State.Asked.Should().BeGreaterThan(1);
        (await Marks()).Should().ContainSingle().Which.Should().Contain($"/{Noon.AddMinutes(-1).Ticks:D19}/");
    }

    private BlobContainerClient Container => new BlobServiceClient(_options!.ConnectionString).GetBlobContainerClient(_options.FrameContainer);

    private async Task<List<string>> Marks()
    {
        var names = new List<string>();
        await foreach (var blob in Container.GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    private async Task<DateTimeOffset> Created()
    {
        await foreach (var blob in Container.GetBlobsAsync())
            return blob.Properties.LastModified!.Value;
        throw new InvalidOperationException("There is no mark.");
    }

    /// <summary>Says something else from the second time on that it is asked.</summary>
    public sealed class Wavering : IHasDue
    {
        public int Asked { get; private set; }

        public DateTimeOffset? NextDue => ++Asked == 1 ? Noon : Noon.AddMinutes(-1);
    }

    private sealed class Wavered : IGrainState<Wavering>
    {
        [AllowNull]
        public Wavering State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
