using SessionShare.Gateway.Starting;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Start_names_every_setting_that_is_wrong_at_once()
    {
        var faults = FaultsOf(
            "--url", "ftp://127.0.0.1:1", "--public-url", "share.example.com",
            "--set", "Session:MaxBytes=lots", "--set", "Session:Grace=60", "--set", "Session:MaxParticipants=0",
            "--set", "Quota:DayBytes=0", "--set", "Gateway:Prot=1", "--embedded", "/tmp/state");

        faults.Should().SatisfyRespectively(
            fault => fault.Should().StartWith("Gateway:Prot is no setting; there are Url,"),
            fault => fault.Should().StartWith("Gateway:Url is 'ftp://127.0.0.1:1';"),
            fault => fault.Should().StartWith("Gateway:PublicUrl is 'share.example.com';"),
            fault => fault.Should().StartWith("Embedded:StateFile is '/tmp/state' and Embedded:InUseFile is '';"),
            fault => fault.Should().Be("Session:Grace is '60'; it must be a time as hh:mm:ss."),
            fault => fault.Should().Be("Session:MaxBytes is 'lots'; it must be a whole number."),
            fault => fault.Should().StartWith("Session:MaxParticipants is 0;"),
            fault => fault.Should().StartWith("Quota:DayBytes is 0;"));
    }

    [Theory]
    [InlineData("Sesion:MaxBytes=1")]
    [InlineData("Nobody:Name=1")]
    public void Setting_of_a_section_that_nobody_reads_is_named(string setting)
    {
        FaultsOf("--set", setting).Should().ContainSingle().Which
            .Should().StartWith($"{setting.Split('=')[0]} is no setting; there are the sections Gateway, Embedded, Silo, Session,").And.EndWith("Logging.");
    }

    [Fact]
    public void Silo_that_is_alone_refuses_clustering()
    {
        FaultsOf("--set", "Silo:Clustering=redis").Should().ContainSingle().Which.Should().StartWith("Silo:Clustering is 'redis';").And.Contain("Leave it out");
    }

    [Theory]
    [InlineData("ClusterId", "blue")]
    [InlineData("ServiceId", "blue")]
    [InlineData("AdvertisedAddress", "10.0.0.5")]
    [InlineData("SiloPort", "11112")]
    [InlineData("GatewayPort", "30001")]
    [InlineData("PrimaryPort", "11111")]
    [InlineData("GatewayPorts", "30000")]
    [InlineData("GoneAfter", "00:00:01")]
    [InlineData("SilentAfter", "00:00:30")]
    public void Silo_that_is_alone_refuses_what_has_a_meaning_in_a_cluster_only(string name, string value)
    {
        FaultsOf("--set", $"Silo:{name}={value}").Should().ContainSingle().Which.Should().StartWith($"Silo:{name} is '{value}';").And.ContainEquivalentOf("leave it out");
    }

    [Fact]
    public void Store_that_does_not_exist_is_refused_with_those_that_do()
    {
        FaultsOf("--set", "Silo:GrainStorage=redis", "--set", "Silo:FrameLog=AzureBlob").Should().SatisfyRespectively(
            fault => fault.Should().Be("Silo:GrainStorage is 'redis'; it must be Sqlite, Postgres, AzureBlob."),
            fault => fault.Should().Be("Silo:FrameLog is 'AzureBlob'; it must be Sqlite, Postgres, AzureAppendBlob."));
    }

    [Fact]
    public void Store_that_is_chosen_must_be_configured()
    {
        FaultsOf("--set", "Silo:FrameLog=Postgres").Should().ContainSingle().Which.Should().StartWith("Postgres:ConnectionString is missing;");
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    public void Every_address_needs_the_one_that_people_use(string url)
    {
        FaultsOf("--url", url).Should().ContainSingle().Which.Should().Contain("set Gateway:PublicUrl");
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:80/path")]
    [InlineData("http://u@127.0.0.1:80")]
    public void Address_that_cannot_be_listened_on_is_refused(string url)
    {
        FaultsOf("--url", url).Should().ContainSingle().Which.Should().StartWith($"Gateway:Url is '{url}'; it must be");
    }

    [Fact]
    public void Command_line_names_everything_that_it_does_not_understand()
    {
        FaultsOf("--port", "--set", "Name=1", "--data").Should().HaveCount(3);
    }

    [Fact]
    public void Data_folder_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();

        var start = () => GatewayHost.Build(Arguments.Parse(["--data", Path.Combine(file, "data")]));

        var failure = StartFailure.Of(start.Should().Throw<StartException>().Which)!;
        failure.ExitCode.Should().Be(Reasons.Exit.Failed);
        failure.Text.Should().Contain(file);
        File.Delete(file);
    }

    [Fact]
    public async Task Second_server_on_the_same_data_is_refused()
    {
        var first = await TestGateway.Start();

        var second = () => GatewayHost.Build(Arguments.Parse(["--data", first.Folder]));

        second.Should().Throw<StartException>().WithMessage("*in use by another server*");
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Port_in_use_is_told_in_one_sentence()
    {
        var first = await TestGateway.Start();

        var second = () => TestGateway.Start("--url", $"http://127.0.0.1:{first.Url.Port}");

        var failure = StartFailure.Of((await second.Should().ThrowAsync<IOException>()).Which)!;
        failure.Should().Be(new StartFailure(Reasons.Exit.Failed, $"Failed to bind to address http://127.0.0.1:{first.Url.Port}: address already in use."));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Store_that_cannot_be_opened_is_told_in_one_sentence()
    {
        var folder = Directory.CreateTempSubdirectory();
        TestGateway.WriteFile(folder.FullName, "sessionshare.db", new string('x', 50_000));

        var start = () => TestGateway.Start("--data", folder.FullName);

        var failure = StartFailure.Of((await start.Should().ThrowAsync<IOException>()).Which)!;
        failure.Should().Be(new StartFailure(Reasons.Exit.Failed, $"The file {folder.FullName}/sessionshare.db is not an SQLite database."));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Key_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
            return;

        var folder = Directory.CreateTempSubdirectory();
        var key = Path.Combine(folder.FullName, "issuer", "key");
        TestGateway.WriteFile(folder.FullName, "issuer/key", $"sessionshare-local-issuer 1\n{Convert.ToBase64String(new byte[32])}\n");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var start = () => GatewayHost.Build(Arguments.Parse(["--data", folder.FullName]));

        start.Should().Throw<StartException>().WithMessage($"Others may read the key file {key}.*");
        folder.Delete(recursive: true);
    }

    private static IReadOnlyList<string> FaultsOf(params string[] args)
    {
        var start = () => GatewayHost.Build(Arguments.Parse(args));
        var settings = start.Should().Throw<SettingsException>().Which;
        StartFailure.Of(settings)!.ExitCode.Should().Be(Reasons.Exit.Usage);
        return settings.Faults;
    }
}
