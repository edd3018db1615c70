using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;

namespace SessionShare.Cli.Tests.Embedded;

public sealed class GatewayProgramTests
{
    [Fact]
    public void Servers_program_is_looked_for_beside_ours_and_where_the_checkout_builds_it() =>
        GatewayProgram.Places("/src/Client.Cli/bin/InProcess/Debug/net10.0/", carriesRuntime: false).Should().Equal(
            "/src/Client.Cli/bin/InProcess/Debug/net10.0/sessionshare-gateway.dll",
            "/src/Client.Cli/bin/InProcess/Debug/net10.0/gateway/sessionshare-gateway.dll",
            "/src/Gateway/bin/InProcess/Debug/net10.0/sessionshare-gateway.dll");

    [Fact]
    public void Beside_a_program_that_carries_its_runtime_the_servers_is_an_executable_too() =>
        GatewayProgram.Places("/opt/sessionshare/", carriesRuntime: true).Should().StartWith("/opt/sessionshare/sessionshare-gateway");

    [Fact]
    public void A_missing_program_is_named()
    {
        using var ana = new TestHome((GatewayProgram.Variable, "/nowhere/gateway"));

        var find = () => GatewayProgram.Find(ana.Surroundings);

        find.Should().Throw<CliFailure>().WithMessage("The server's program is not at /nowhere/gateway: install it beside this one, or name a server with --server.");
    }
}
