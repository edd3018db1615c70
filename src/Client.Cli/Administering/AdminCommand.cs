using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Administering;

/// <summary>`sessionshare admin`: what operators do, and who runs a server.</summary>
internal static class AdminCommand
{
    private const string NoPlan = "default";

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Don't ask." };

    public static Command Create(Surroundings surroundings) => new("admin", "What the operators of a server see and do.")
    {
        InviteCommand.Create(surroundings),
        Sessions(surroundings),
        Session(surroundings),
        End(surroundings),
        Drain(surroundings),
        Users(surroundings),
    };

    private static Command Sessions(Surroundings surroundings) =>
        Asking(surroundings, new Command("sessions", "List the live sessions of your organization, the busiest first."), async (gateway, parsed, cancellationToken) =>
        {
            foreach (var session in await gateway.Ask(api => api.LiveSessions(cancellationToken)))
                Say(surroundings, parsed, session, AdminText.Of(session, surroundings.Time));
        });

    private static Command Session(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        return Asking(surroundings, new Command("session", "Say how a session runs; nothing of what is in it.") { target }, async (gateway, parsed, cancellationToken) =>
        {
            var session = await gateway.Ask(api => api.Inspect(parsed.GetValue(target)!.Session, cancellationToken));
            Say(surroundings, parsed, session, AdminText.Of(session, surroundings.Time));
        });
    }

    private static Command End(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        return Asking(surroundings, new Command("end", "End a session. Everybody in it is told that an operator did.") { target }, async (gateway, parsed, cancellationToken) =>
        {
            var session = parsed.GetValue(target)!.Session;
            await gateway.Ask(api => api.EndAsOperator(session, cancellationToken));
            Say(surroundings, parsed, new { Event = "ended", Session = session }, $"Ended {session}.");
        });
    }

    private static Command Drain(Surroundings surroundings) =>
        Asking(surroundings, new Command("drain", "Have a gateway send its clients to the others and take no more, until it is restarted."), async (gateway, parsed, cancellationToken) =>
        {
            await gateway.Ask(api => api.Drain(cancellationToken));
            Say(surroundings, parsed, new { Event = "draining" }, "The gateway sends its clients elsewhere.");
        });

    private static Command Users(Surroundings surroundings)
    {
        var users = Asking(surroundings, new Command("users", "List who has shared, with plan and number of shares."), async (gateway, parsed, cancellationToken) =>
        {
            foreach (var user in await gateway.Ask(api => api.Users(cancellationToken)))
                Say(surroundings, parsed, user, AdminText.Of(user));
        });
        users.Add(SetPlan(surroundings));
        users.Add(Forget(surroundings));
        return users;
    }

    private static Command SetPlan(Surroundings surroundings)
    {
        var email = new Argument<string>("EMAIL") { Description = "Whose." }.NoOption();
        var plan = new Argument<string>("PLAN") { Description = "unlimited, limited, or default: what the settings say." }.NoOption();
        plan.AcceptOnlyFromAmong("unlimited", "limited", NoPlan);
        return Asking(surroundings, new Command("set-plan", "Give a person a plan, from the next share on.") { email, plan }, async (gateway, parsed, cancellationToken) =>
        {
            var (who, which) = (parsed.GetValue(email)!, parsed.GetValue(plan)!);
            await gateway.Ask(api => api.SetPlan(who, which == NoPlan ? null : which, cancellationToken));
            Say(surroundings, parsed, new { Event = "planSet", Email = who, Plan = which }, $"{who} has the plan {which}.");
        });
    }

    private static Command Forget(Surroundings surroundings)
    {
        var email = new Argument<string>("EMAIL") { Description = "Whom." }.NoOption();
        return Asking(surroundings, new Command("forget", "Delete a person's sessions, rules and name.") { email, Yes }, async (gateway, parsed, cancellationToken) =>
        {
            var who = parsed.GetValue(email)!;
            if (!parsed.GetValue(Yes))
                Confirm(surroundings, who);
            var forgotten = await gateway.Ask(api => api.Forget(who, cancellationToken));
            Say(
                surroundings,
                parsed,
                new { Event = "forgotten", forgotten.Pseudonym, forgotten.Sessions, forgotten.Invitations },
                $"Forgotten: {forgotten.Sessions} sessions deleted, {forgotten.Invitations} of others let them in no more. The audit says {forgotten.Pseudonym}.");
        });
    }

    /// <summary>Asks where somebody can answer.</summary>
    /// <exception cref="CliFailure">The answer is no.</exception>
    private static void Confirm(Surroundings surroundings, string who)
    {
        using var terminal = new LocalTerminal();
        if (terminal.HasKeys && !Question.Ask(surroundings.Error, terminal, Printable.Text($"Delete {who}'s sessions, rules and name?")))
            throw new CliFailure(Reasons.Exit.Failed, "Nobody was forgotten.");
    }

    private static Command Asking(Surroundings surroundings, Command command, Func<Gateway, ParseResult, CancellationToken, Task> ask)
    {
        command.Add(CommonOptions.Server);
        command.Add(CommonOptions.Json);
        return command.DoesForOwnHand(surroundings, async (parsed, interruption) =>
        {
            using var server = await AskedServer.Chosen(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token)
                ?? throw new CliFailure(Reasons.Exit.ServerUnreachable, $"You have shared nothing yet, so there is no server to ask; name one with --server or {ServerUrls.Variable}.");
            await ask(server.Gateway, parsed, interruption.Token);
            return 0;
        });
    }

    private static void Say<T>(Surroundings surroundings, ParseResult parsed, T fact, string text) =>
        surroundings.Output.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonLine.Of(fact) : Printable.Lines(text));
}
