using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>`sessionshare access`: who may do what in a session of one's own, or that one manages.</summary>
internal static class AccessCommand
{
    private static readonly Option<SessionTarget?> Session = CommonOptions.Checked(
        "--session", "LINK|ID", "Which session. Default: the one that this shell is shared in.", SessionTarget.Parse);

    private static readonly Option<TimeSpan?> For = CommonOptions.Checked<TimeSpan?>("--for", "15m", "How long it counts. Default: until changed.", Duration.Parse);

    private static readonly Option<bool> All = new("--all") { Description = "From everyone but you." };

    public static Command Create(Surroundings surroundings) => new("access", "Say and change who may do what in a session.")
    {
        Allow(surroundings), Group(surroundings, "team"), Group(surroundings, "link"), Revoke(surroundings), Remove(surroundings), Show(surroundings),
    };

    private static Command Allow(Surroundings surroundings)
    {
        var rule = Read("EMAIL[:view|edit|manage]", "Whom, and what it allows; view where nothing is said.", ShareOption.Allow);
        return new Command("allow", "Let a person in, or change what they may do. No mail is sent.") { rule, For, Session, CommonOptions.Server, CommonOptions.Json }
            .Changes(surroundings, Session, parsed => new AccessChange { Allow = parsed.GetValue(rule)! with { ForSeconds = Seconds(parsed) } });
    }

    /// <summary>`team` and `link`.</summary>
    private static Command Group(Surroundings surroundings, string name)
    {
        var isLink = name == "link";
        var role = Read<Role?>(isLink ? "view|edit|off" : "view|edit|manage|off", "What it allows.", text => ShareOption.Role(text, isLink ? Role.Edit : Role.Manage));
        var command = isLink
            ? new Command(name, "Say what anyone with the link may do. The link is a new one then: who came by the old one is out.")
            : new Command(name, "Say what everyone of your team may do.");
        command.Add(role);
        command.Add(For);
        command.Add(Session);
        command.Add(CommonOptions.Server);
        command.Add(CommonOptions.Json);
        return command.Changes(surroundings, Session, parsed =>
        {
            var rule = new RoleRule(parsed.GetValue(role) ?? Role.None, Seconds(parsed));
            return isLink ? new AccessChange { Link = rule } : new AccessChange { Team = rule };
        });
    }

    private static Command Revoke(Surroundings surroundings)
    {
        var email = Read<string?>("EMAIL", "From whom.", ShareOption.Email);
        email.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("revoke", "Take the right to edit away; watching stays.") { email, All, Session, CommonOptions.Server, CommonOptions.Json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(email) is { Tokens.Count: > 0 } == result.GetValue(All))
                result.AddError("revoke needs either an e-mail address or --all.");
        });
        return command.Changes(surroundings, Session, parsed => parsed.GetValue(All)
            ? new AccessChange { RevokeAll = true }
            : new AccessChange { Revoke = new WhoRule(parsed.GetValue(email)) });
    }

    private static Command Remove(Surroundings surroundings)
    {
        var email = Read<string?>("EMAIL", "Whom.", ShareOption.Email);
        return new Command("remove", "Put a person out at once, and keep them out until they are allowed again.") { email, Session, CommonOptions.Server, CommonOptions.Json }
            .Changes(surroundings, Session, parsed => new AccessChange { Remove = new WhoRule(parsed.GetValue(email)) });
    }

    private static Command Show(Surroundings surroundings) =>
        new Command("show", "Say who may do what.") { Session, CommonOptions.Server, CommonOptions.Json }.Changes(surroundings, Session, _ => null);

    private static Argument<T> Read<T>(string form, string description, Func<string, (T Value, string? Fault)> parse) => new(form)
    {
        Description = description,
        CustomParser = result =>
        {
            var (value, fault) = parse(result.Tokens[0].Value);
            if (fault is not null)
                result.AddError(fault);
            return value;
        },
    };

    private static long? Seconds(ParseResult parsed) => parsed.GetValue(For) is { } time ? (long)time.TotalSeconds : null;
}
