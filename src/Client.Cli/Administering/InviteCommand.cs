using System.CommandLine;
using SessionShare.Cli.Accounts;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Administering;

/// <summary>`sessionshare admin invite`: for who runs a server without a sign-in provider.</summary>
internal static class InviteCommand
{
    private static readonly Option<string?> Team = new("--team") { HelpName = "NAME", Description = "The team that the person is in." };
    private static readonly Option<int> Days = new("--days") { HelpName = "N", Description = "How long the invitation stands, 1 to 90 days. Default 7.", DefaultValueFactory = _ => 7 };

    public static Command Create(Surroundings surroundings)
    {
        var email = new Argument<string>("EMAIL")
        {
            Description = "The address that the person will be signed in under.",
            CustomParser = result =>
            {
                var (address, fault) = LoginCommand.ParseEmail(result.Tokens[0].Value);
                if (fault is not null)
                    result.AddError($"EMAIL {fault}");
                return address ?? "";
            },
        };
        return new Command("invite", "Make a code that signs a person in, once.") { email, Team, Days, CommonOptions.Server, CommonOptions.Json }
            .DoesForOwnHand(surroundings, async (parsed, interruption) =>
            {
                var server = ServerChoice.Of(parsed.GetValue(CommonOptions.Server), surroundings).Named
                    ?? throw new CliFailure(Reasons.Exit.Usage, "Name the server by its address on this machine: --server http://127.0.0.1:PORT.");
                using var api = new ClusterApi(server);
                var address = parsed.GetValue(email)!;
                var invitation = await api.Ask(gateway => gateway.Invite(address, parsed.GetValue(Team), parsed.GetValue(Days), interruption.Token));
                Say(surroundings, parsed.GetValue(CommonOptions.Json), address, invitation);
                return 0;
            });
    }

    private static void Say(Surroundings surroundings, bool json, string email, Invitation invitation)
    {
        var command = $"sessionshare login --server {invitation.PublicUrl} --code {invitation.Code}";
        if (json)
            surroundings.Output.WriteLine(JsonLine.Of(new { Event = "invited", Email = email, invitation.Code, invitation.ExpiresAt, Server = invitation.PublicUrl }));
        else
            surroundings.Output.WriteLine(Printable.Text(command));
        surroundings.Notes.WriteLine(Printable.Text($"{email} signs in with that command, once, until {invitation.ExpiresAt.ToLocalTime():yyyy-MM-dd HH:mm}. Whoever has it is taken for that person: send it to nobody else."));
    }
}
