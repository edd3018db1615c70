using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What a viewer does together with others: what they show each other, the draft, its runs.</summary>
/// <param name="self">This participant.</param>
internal sealed class Together(Func<string> self, TimeProvider time)
{
    private readonly OthersShown _others = new();
    private DraftRun? _run;

    public SharedDraft Draft { get; } = new(self);

    public PresenceShown Shown { get; } = new(time);

    /// <summary>A stream begins.</summary>
    public List<WatchedEvent> Begin(Present present)
    {
        _others.Forget();
        return [.. Show(present.Presence ?? []), .. present.Draft is { } draft ? Edit(draft) : [], .. present.Run is { } run ? Ran(run) : []];
    }

    /// <summary>The events of an item.</summary>
    public List<WatchedEvent> Take(WatchItem item) => item switch
    {
        { Presence: { } presence } => Show(presence),
        { Draft: { } draft } => Edit(draft),
        { Run: { } run } => Ran(run),
        _ => [],
    };

    /// <summary>Who has gone shows nothing.</summary>
    public List<WatchedEvent> Take(Roster roster) => Shows(_others.Take(roster));

    /// <summary>Sends what there is to send on one connection, until that ends.</summary>
    public async Task Send(IViewerConnection connection, Func<Role> role, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(
                Draft.Send(connection, time, cancellationToken),
                Shown.Send(connection, role, cancellationToken));
        }
        catch (Exception end) when (end is ConnectionLostException or OperationCanceledException)
        {
            // The reader of the stream finds the loss, too, and connects again.
        }
    }

    private List<WatchedEvent> Show(IReadOnlyList<ParticipantPresence> changed)
    {
        var own = self();
        return Shows(_others.Take(changed.Where(shown => shown.Participant != own)));
    }

    private List<WatchedEvent> Shows(bool isNews) => isNews ? [new WatchedEvent.PresenceChanged(_others.Now)] : [];

    private List<WatchedEvent> Edit(DraftUpdate draft)
    {
        Draft.Take(draft);
        return [new WatchedEvent.DraftChanged()];
    }

    private List<WatchedEvent> Ran(DraftRun run)
    {
        if (run == _run)
            return [];
        _run = run;
        return [new WatchedEvent.RunChanged(run)];
    }
}
