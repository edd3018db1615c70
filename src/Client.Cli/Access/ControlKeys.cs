using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>What the sharer's keys do about who may type: grant, refuse, revoke. Answers stand in the title.</summary>
internal sealed class ControlKeys(SessionId session, Gateway gateway, ShareStatus status, TypingDoor door)
{
    /// <summary>Gives the one who asked first what they asked for.</summary>
    public void Grant() => Answer(
        asks => new AccessChange { Grant = new Grant(asks.Id, asks.Role) },
        asks => Granted(asks, "now"));

    /// <summary>Gives one what they ask for, for a time.</summary>
    public void Grant(Request asks, TimeSpan time) => Do(
        new AccessChange { Grant = new Grant(asks.Id, asks.Role, (long)time.TotalSeconds) }, Granted(asks, $"for {Duration.Text(time)}"));

    /// <summary>Invites somebody.</summary>
    public void Allow(EmailRule rule) => Do(new AccessChange { Allow = rule }, $"{Printable.Text(rule.Email)} {LinkText.Verb(rule.Role)}; no mail is sent: tell them the link");

    /// <summary>What a key does to somebody in the list of people.</summary>
    public void Take(Participant person, Key key)
    {
        var name = OwnTitle.NameOf(person.Person);
        if (key.Is('g') && person.Request is { } role)
            Do(new AccessChange { Grant = new Grant(person.Id, role) }, $"{name} {LinkText.Verb(role)}");
        else if (key.Is('t'))
            Do(new AccessChange { Grant = new Grant(person.Id, Role.Edit) }, $"{name} can type now, and do here whatever you can");
        else if (key.Is('w'))
            Do(new AccessChange { Revoke = new WhoRule(Participant: person.Id) }, $"{name} may watch, and not type");
        else if (key.Is('x'))
            Do(new AccessChange { Remove = new WhoRule(Participant: person.Id) }, $"{name} is out, until they are let in again");
    }

    /// <summary>Says who is here, and who is invited.</summary>
    public async void ShowPeople()
    {
        try
        {
            status.Answer(PeopleText.Line(await gateway.Ask(api => api.People(session, CancellationToken.None))));
        }
        catch (Exception fault) when (Failed.Of(fault) is { } known)
        {
            status.Answer($"who is here can't be said just now: {Printable.Text(known.Text, 120)}");
        }
        catch (ObjectDisposedException)
        {
            // Sharing ended meanwhile.
        }
    }

    /// <summary>Says no to the one who asked first.</summary>
    public void Refuse() => Answer(asks => new AccessChange { Refuse = new WhoRule(Participant: asks.Id) }, asks => $"{OwnTitle.NameOf(asks.Person)} was refused");

    /// <summary>Takes edit from everyone else: here at once, and by rule.</summary>
    public void RevokeAll()
    {
        door.Hold();
        Do(new AccessChange { RevokeAll = true }, "nobody but you can type", door.Release);
    }

    private static string Granted(Request asks, string time) =>
        OwnTitle.NameOf(asks.Person) + (asks.Role >= Role.Edit ? $" can type {time}, and do here whatever you can" : $" can watch {time}");

    private void Answer(Func<Request, AccessChange> change, Func<Request, string> done)
    {
        if (status.OldestRequest is { } asks)
            Do(change(asks), done(asks));
        else
            status.Answer("nobody asks for anything");
    }

    private async void Do(AccessChange change, string done, Action? failed = null)
    {
        try
        {
            await gateway.Ask(api => api.ChangeAccess(session, change, CancellationToken.None));
            status.Answer(done);
        }
        catch (Exception fault) when (Failed.Of(fault) is { } known)
        {
            status.Answer($"not done: {Printable.Text(known.Text, 120)}");
            failed?.Invoke();
        }
        catch (ObjectDisposedException)
        {
            // Sharing ended meanwhile.
        }
    }
}
