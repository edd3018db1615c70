using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>Who shares a session, through one process of the client or several, one after the other.</summary>
internal sealed class SharingPerson(World world, int number)
{
    public int Number => number;

    public string Name => $"sharer-{number}";

    public SessionId Session { get; } = world.Bits.NewSession();

    public string Log => Session.ToString();

    public List<SharerProcess> Processes { get; } = [];

    /// <summary>Who shares, or is about to: the newest that lives, and has not given up before it began.</summary>
    public SharerProcess Newest => Processes.FindLast(process => process.NeverShared is null && !process.IsKilled) ?? Processes[^1];

    public Rights Rights { get; } = new();

    /// <summary>Somebody's right was taken: what was typed before and not written was void then.</summary>
    public bool HasRevoked { get; private set; }

    /// <summary>Numbers of blocks grow in a session, whichever process gives them.</summary>
    public int LastBlock { get; set; }

    /// <summary>A process died that may have held input which nobody has again.</summary>
    public bool MayLoseInput { get; set; }

    /// <summary>An activation died, or was fenced, that may have held input: who typed it has it still, unless it left.</summary>
    public bool MayNeedInputAgain { get; set; }

    /// <summary>Starts a process that shares the session, or takes it over.</summary>
    public void StartProcess()
    {
        var areAsking = Processes.Exists(process => process.Session is null && process.NeverShared is null);
        Processes.Add(new SharerProcess(world, this, Processes.Count) { BeganBehindAsking = areAsking });
    }

    /// <summary>Lets somebody edit, or no longer.</summary>
    public async Task Allow(string who, Role role)
    {
        HasRevoked |= role < Role.Edit;
        var begun = Rights.Begin(who);
        var isDone = await Change(new AccessCall(World.IdentityOf(Name), AccessVerb.Allow, World.EmailOf(who), Role: role));
        Rights.Done(who, begun, isDone ? role >= Role.Edit : null);
    }

    /// <summary>Takes edit from everyone.</summary>
    public async Task RevokeAll()
    {
        HasRevoked = true;
        var (editor, reader) = (Rights.Begin("editor"), Rights.Begin("reader"));
        bool? may = await Change(new AccessCall(World.IdentityOf(Name), AccessVerb.RevokeAll)) ? false : null;
        Rights.Done("editor", editor, may);
        Rights.Done("reader", reader, may);
    }

    private async Task<bool> Change(AccessCall call)
    {
        try
        {
            var refused = (await world.Grain(this).ChangeAccess(call)).Refused;
            world.Machine.Trace.Write($"{Name}: {call.Verb} {call.Email} {call.Role}: {refused?.Reason.ToString() ?? "done"}");
            return refused is null;
        }
        catch (Exception failure)
        {
            // Its activation died; perhaps the change is stored.
            world.Machine.Trace.Write($"{Name}: {call.Verb} {call.Email} {call.Role}: {failure.Message}");
            return false;
        }
    }

    /// <summary>Where sharing gets the session's link from, once it has one.</summary>
    public string? LinkSecret => Processes.Select(process => process.LinkSecret).FirstOrDefault(secret => secret is not null);
}
