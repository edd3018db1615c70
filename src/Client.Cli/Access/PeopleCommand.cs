using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>`sessionshare people`.</summary>
internal static class PeopleCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        target.Arity = ArgumentArity.ZeroOrOne;
        target.Description = "Which session. Default: the one that this shell is shared in.";
        var command = new Command("people", "Say who has access to a session: who is here, and, to the sharer and who manages it, who is invited.")
        {
            target, CommonOptions.Server, CommonOptions.Json,
        };
        return command.Does(surroundings, async (parsed, interruption) =>
        {
            var session = parsed.GetValue(target) ?? await AccessCall.Own(surroundings, "name the session by its link or id, as sessionshare ls shows them", interruption.Token);
            using var server = await session.Server(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token);
            var people = await server.Gateway.Ask(api => api.People(session.Session, interruption.Token));
            foreach (var line in parsed.GetValue(CommonOptions.Json) ? people.Select(Json) : PeopleText.Table(people, surroundings.Time))
                surroundings.Output.WriteLine(line);
            return 0;
        });
    }

    internal static string Json(PersonInSession person) => JsonLine.Of(new
    {
        person.Person.Name,
        person.Person.Email,
        person.Role,
        person.Presence,
        person.Sharer,
        person.Guest,
        person.Devices,
        person.Since,
        person.Request,
        person.Until,
        person.Participants,
        person.Person.Avatar,
    });
}
