using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public sealed class SqliteRegistrationTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_has_a_frame_log_and_the_named_grain_storages_on_one_file()
    {
        using (var host = await Start(_folder.Path))
        {
            var head = await host.Services.GetRequiredService<IFrameLog>().Open("s", default);
            head.End.Should().Be(0);
            host.Services.GetRequiredKeyedService<IGrainStorage>("sessions").Should().BeOfType<SqliteGrainStorage>();
            host.Services.GetRequiredKeyedService<IGrainStorage>("users").Should().BeOfType<SqliteGrainStorage>();
            await host.StopAsync();
        }

        Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!).Should().Equal(_folder.Path);
    }

    [Fact]
    public async Task Host_does_not_start_on_a_database_that_can_not_be_opened()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Path)!);
        File.WriteAllText(_folder.Path, string.Concat(Enumerable.Repeat("no database ", 1000)));

        await this.Invoking(_ => Start(_folder.Path)).Should().ThrowAsync<SqliteStorageException>().WithMessage($"*{_folder.Path}*");
    }

    [Theory]
    [InlineData("", "Sqlite:Path is ''; it must name the database file.")]
    [InlineData("/", "Sqlite:Path is '/', a folder; it must name a file.")]
    public async Task Host_does_not_start_with_a_faulty_option(string path, string fault) =>
        await this.Invoking(_ => Start(path)).Should().ThrowAsync<OptionsValidationException>().WithMessage(fault);

    private static async Task<IHost> Start(string path)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSqliteStorage(options => options.Path = path, "sessions", "users");
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
