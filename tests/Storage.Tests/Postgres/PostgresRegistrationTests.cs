using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public sealed class PostgresRegistrationTests
{
    private const string Reachable = "Host=h;Database=d;Username=u;Password=hunter2";

    [Fact]
    public async Task Host_has_a_frame_log_and_the_named_grain_storages_on_one_store()
    {
        var database = await PostgresDatabases.Emptied("registration");
        using var host = await Start(services =>
            services.AddPostgresFrameLog(options => options.ConnectionString = database).AddPostgresGrainStorage(null, "sessions", "users"));

        (await host.Services.GetRequiredService<IFrameLog>().Open("s", default)).End.Should().Be(0);
        host.Services.GetRequiredKeyedService<IGrainStorage>("sessions").Should().BeOfType<PostgresGrainStorage>()
            .And.BeSameAs(host.Services.GetRequiredKeyedService<IGrainStorage>("users"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Frames_and_grain_state_can_be_kept_in_different_stores()
    {
        var database = await PostgresDatabases.Emptied("registration");
        using var folder = new SqliteFolder();
        using var host = await Start(services => services
            .AddSqliteFrameLog(options => options.Path = folder.Path)
            .AddSingleton(Options.Create(PostgresDatabases.Tiny(database)))
            .AddPostgresGrainStorage(null, "sessions"));

        host.Services.GetRequiredService<IFrameLog>().Should().BeOfType<SqliteFrameLog>();
        host.Services.GetRequiredKeyedService<IGrainStorage>("sessions").Should().BeOfType<PostgresGrainStorage>();
        await host.StopAsync();
    }

    [Fact]
    public async Task Azure_frame_log_starts_on_its_container()
    {
        var azure = (await AzuriteServer.Shared).NewContainers();
        await AzureBlobs.Migrate(azure, default);
        using var host = await Start(services => services.AddSingleton(Options.Create(azure)).AddAzureAppendBlobFrameLog());

        (await host.Services.GetRequiredService<IFrameLog>().Open("s", default)).End.Should().Be(0);
        await host.StopAsync();
    }

    [Theory]
    [InlineData("", "Postgres:ConnectionString is missing; *")]
    [InlineData("Host=h;Username=u;Password=hunter2", "Postgres:ConnectionString names no Database; *")]
    [InlineData("Database=d;Password=hunter2", "Postgres:ConnectionString names no Host; *")]
    [InlineData("postgres://u:hunter2@h/d", "Postgres:ConnectionString can't be read; *")]
    [InlineData("Host=h;Database=d;Port=hunter2", "Postgres:ConnectionString can't be read; *")]
    public void Faulty_connection_string_is_told_without_repeating_it(string text, string fault)
    {
        var faults = new PostgresOptions { ConnectionString = text }.Faults().ToList();

        faults.Should().ContainSingle().Which.Should().Match(fault).And.NotContain("hunter2");
    }

    [Fact]
    public async Task Host_does_not_start_with_faulty_options_and_names_them_all()
    {
        var start = () => Start(services => services.AddPostgresFrameLog(options =>
            (options.ConnectionString, options.MaxConnections, options.RowBytes, options.CommandTime) = (Reachable, 3, 1, TimeSpan.Zero)));

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(
            "Postgres:MaxConnections is 3; it must be 4 to 1000.",
            "Postgres:RowBytes is 1; it must be 1024 to 1048576.",
            "Postgres:CommandTime is 00:00:00; it must be 00:00:01 to 00:05:00.");
    }

    [Theory]
    [InlineData("", "", "*are both missing; give one of them.")]
    [InlineData("AccountKey=hunter2", "", "Azure:ConnectionString can't be read; *")]
    [InlineData("", "http://example.blob.core.windows.net", "Azure:AccountUri must be an https address *")]
    [InlineData("", "https://example.blob.core.windows.net/?sig=hunter2", "Azure:AccountUri must be an https address *")]
    public void Faulty_account_is_told_without_repeating_it(string connectionString, string uri, string fault)
    {
        var faults = new AzureOptions { ConnectionString = connectionString, AccountUri = uri }.Faults().ToList();

        faults.Should().ContainSingle().Which.Should().Match(fault).And.NotContain("hunter2");
    }

    [Fact]
    public void Containers_must_be_named_as_azure_names_them_and_differ()
    {
        var options = new AzureOptions { AccountUri = "https://example.blob.core.windows.net", FrameContainer = "Frames", GrainContainer = "a--b" };

        options.Faults().Should().HaveCount(2).And.Contain(fault => fault.Contains("'Frames'")).And.Contain(fault => fault.Contains("'a--b'"));
        new AzureOptions { AccountUri = options.AccountUri, FrameContainer = "same", GrainContainer = "same" }.Faults().Should().ContainSingle();
        new AzureOptions { AccountUri = options.AccountUri }.Faults().Should().BeEmpty();
    }

    private static async Task<IHost> Start(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        add(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
