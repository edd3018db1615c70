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

    /// <summary>Numbers of blocks grow in a session, whichever process gives them.</summary>
    public int LastBlock { get; set; }

    /// <summary>Something died that may have held input which nobody has again.</summary>
    public bool MayLoseInput { get; set; }

    /// <summary>Starts a process that shares the session, or takes it over.</summary>
    public void StartProcess()
    {
        var areAsking = Processes.Exists(process => process.Session is null && process.NeverShared is null);
        Processes.Add(new SharerProcess(world, this, Processes.Count) { BeganBehindAsking = areAsking });
    }

    /// <summary>Where sharing gets the session's link from, once it has one.</summary>
    public string? LinkSecret => Processes.Select(process => process.LinkSecret).FirstOrDefault(secret => secret is not null);
}
