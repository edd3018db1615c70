using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Opening;

/// <summary>`sessionshare register-links`: makes the desktop open sessionshare:// links with us.</summary>
internal static class RegisterLinksCommand
{
    private static readonly Option<bool> Remove = new("--remove") { Description = "Links are opened by us no more." };

    public static Command Create(Surroundings surroundings) =>
        new Command("register-links", "Let this desktop open sessionshare:// links with this program.") { OpenIn.Option, Remove }.Does(surroundings, (parsed, _) =>
        {
            if (!OperatingSystem.IsLinux())
                throw new CliFailure(Reasons.Exit.Failed, "Registering links works on desktops of Linux (XDG); here, sessionshare open LINK opens one.");
            var registration = new LinkRegistration(surroundings.Variables);
            if (parsed.GetValue(Remove))
                surroundings.Error.WriteLine(registration.Remove() ? "sessionshare:// links are opened by this program no more." : "sessionshare:// links were not registered.");
            else
                Register(registration, OpenIn.Of(parsed, surroundings.Home), surroundings);
            return Task.FromResult(0);
        });

    private static void Register(LinkRegistration registration, OpenPlace place, Surroundings surroundings)
    {
        registration.Add(LinkRegistration.Program(Environment.ProcessPath!), place);
        surroundings.Error.WriteLine($"sessionshare:// links open {(place == OpenPlace.Terminal ? "in a terminal" : "in the browser")} now. {registration.DesktopFile} says so; --remove takes it back.");
    }
}
