using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;

namespace SessionShare.Cli.Tests.Homes;

public sealed class HomeTests
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SavedSignIn SignIn = new("token", DateTimeOffset.UnixEpoch, "ana@example.com", null);

    [Fact]
    public void Home_and_its_files_are_the_persons_alone()
    {
        using var ana = new TestHome();
        var home = ana.Surroundings.Home;
        home.Write(new Identity().With("https://example.com/", SignIn));
        home.Write(new Config { Server = "https://example.com/" });

        File.GetUnixFileMode(home.Folder).Should().Be(Own | UnixFileMode.UserExecute);
        Directory.EnumerateFiles(home.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("config.json", "identity.json");
        Directory.EnumerateFiles(home.Folder).Should().OnlyContain(file => File.GetUnixFileMode(file) == Own);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var ana = new TestHome();
        ana.Surroundings.Home.Write(new Identity { Email = "ana@example.com", Team = "core" }.With("https://example.com/", SignIn));

        var identity = ana.Surroundings.Home.ReadIdentity();

        identity.Should().BeEquivalentTo(new { Email = "ana@example.com", Team = "core" });
        identity.SignIns.Should().ContainKey("https://example.com/").WhoseValue.Should().Be(SignIn);
        identity.Without("https://example.com/").SignIns.Should().BeEmpty();
    }

    [Fact]
    public void A_home_that_others_can_write_is_refused()
    {
        using var ana = new TestHome();
        Directory.CreateDirectory(ana.Folder);
        File.SetUnixFileMode(ana.Folder, Own | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);

        var open = () => ana.Surroundings.Home;

        open.Should().Throw<CliFailure>().WithMessage("*can be written by other users; chmod 700*");
    }

    [Fact]
    public void A_file_that_is_no_json_is_named()
    {
        using var ana = new TestHome();
        File.WriteAllText(Path.Combine(ana.Surroundings.Home.Folder, "identity.json"), "{");

        var read = () => ana.Surroundings.Home.ReadIdentity();

        read.Should().Throw<CliFailure>().WithMessage("*identity.json can't be understood; repair it or delete it.");
    }

    [Theory]
    [InlineData(null, "ana", "box", "ana@box")]
    [InlineData("/tmp/second", "ana", "box", "ana+second@box")]
    [InlineData("/tmp/.second/", "Ana B", "Box.local", "ana-b+second@box.local")]
    [InlineData("/", "", "...", "user+home@localhost")]
    public void Two_homes_are_two_people(string? home, string user, string machine, string email) => EmailDefault.For(home, user, machine).Should().Be(email);

    [Fact]
    public async Task Person_says_who_to_be_and_forgets_it()
    {
        using var ana = new TestHome();

        await ana.Run("login", "--as", "ana@example.com", "--team", "core");
        await ana.Run("whoami", "--json");
        await ana.Run("logout");
        await ana.Run("whoami");

        ana.Output.ToString().Split('\n').Should().HaveCount(5)
            .And.HaveElementAt(0, "ana@example.com, team core, at the server on this machine that a share starts")
            .And.HaveElementAt(1, """{"email":"ana@example.com","team":"core","signedIn":false}""")
            .And.Contain(line => line.Contains($"+ana@{Environment.MachineName.ToLowerInvariant()}"));
    }
}
