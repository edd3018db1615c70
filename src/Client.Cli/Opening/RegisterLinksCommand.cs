using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Opening;

/// <summary>`sessionshare register-links`: makes the desktop open sessionshare:// links with us.</summary>
internal static class RegisterLinksCommand
{
    private static readonly Option<bool> Remove = new("--remove") { Description = "Links are opened by us no more." };

    public static Command Create(Surroundings surroundings) =>
        new Command("register-links", "Let this desktop open sessionshare:// links with this program.") { OpenIn.Option, Remove, CommonOptions.Json }.Does(surroundings, (parsed, _) =>
        {
            var registration = OfThisSystem(surroundings);
            var json = parsed.GetValue(CommonOptions.Json);
            if (!parsed.GetValue(Remove))
                Register(registration, OpenIn.Of(parsed, surroundings.Home), json, surroundings);
            else
                Unregister(registration, json, surroundings);
            return Task.FromResult(0);
        });

    private static ILinkRegistration OfThisSystem(Surroundings surroundings) =>
        OperatingSystem.IsLinux() ? new LinkRegistration(surroundings.Variables)
        : OperatingSystem.IsMacOS() ? new MacLinkRegistration(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Applications"), (program, arguments) => SystemProgram.Run(program, arguments) == 0)
        : throw new CliFailure(Reasons.Exit.Failed, "Registering links works on desktops of Linux (XDG) and on macOS; here, sessionshare open LINK opens one.");

    private static void Register(ILinkRegistration registration, OpenPlace place, bool json, Surroundings surroundings)
    {
        registration.Add(LinkRegistration.Program(Environment.ProcessPath!), place);
        Say(
            surroundings,
            json,
            new { Event = "registered", In = OpenIn.Word(place), registration.Place },
            $"sessionshare:// links open {(place == OpenPlace.Terminal ? "in a terminal" : "in the browser")} now. {registration.Place} says so; --remove takes it back.");
    }

    private static void Unregister(ILinkRegistration registration, bool json, Surroundings surroundings)
    {
        var was = registration.Remove();
        Say(surroundings, json, new { Event = "unregistered", Was = was }, was ? "sessionshare:// links are opened by this program no more." : "sessionshare:// links were not registered.");
    }

    private static void Say<T>(Surroundings surroundings, bool json, T fact, string text)
    {
        if (json)
            surroundings.Output.WriteLine(JsonLine.Of(fact));
        else
            surroundings.Notes.WriteLine(text);
    }
}
