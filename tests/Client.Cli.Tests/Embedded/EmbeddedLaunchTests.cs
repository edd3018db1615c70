using SessionShare.Cli.Embedded;

namespace SessionShare.Cli.Tests.Embedded;

public sealed class EmbeddedLaunchTests
{
    private static Dictionary<string, string> EnvironmentOf(params (string Name, string Value)[] variables) =>
        new EmbeddedLaunch(new EmbeddedFiles("/home"), ["server"], variables.ToDictionary(variable => variable.Name, variable => variable.Value)).Environment();

    [Fact]
    public void Embedded_server_starts_without_profiling_itself_and_without_the_token() =>
        EnvironmentOf(("PATH", "/bin"), ("SESSIONSHARE_TOKEN", "secret")).Should().BeEquivalentTo(
            new Dictionary<string, string> { ["PATH"] = "/bin", ["DOTNET_TieredPGO"] = "0" });

    [Fact]
    public void What_the_person_chose_stays() =>
        EnvironmentOf(("DOTNET_TieredPGO", "1")).Should().Contain("DOTNET_TieredPGO", "1");
}
