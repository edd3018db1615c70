using System.Security.Claims;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>A whole system in one thread: gateways, a silo, its stores, sharers and viewers, and what may happen to them.</summary>
internal sealed class World
{
    /// <summary>Encoded bytes of a feed's ring: small, so that viewers fall behind.</summary>
    public const int RingBytes = 64 * 1024;

    /// <summary>How long a session waits for its sharer.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>How long a session whose history is gone still says so.</summary>
    public static readonly TimeSpan RememberEnded = TimeSpan.FromMinutes(20);

    private const int Gateways = 2;

    private readonly int _seed;
    private readonly SortedDictionary<int, SimulatedGateway?> _gateways = [];
    private readonly StoreWeather _storeWeather;
    private int _lastConnection;
    private int _lastGateway;
    private int _lastViewer;

    public World(int seed, Action<string>? listener = null)
    {
        _seed = seed;
        Machine = new Machine(SeedOf("machine", 0));
        Machine.Trace.Listener = listener is null ? null : text => listener($"{Machine.Clock.Since:hh\\:mm\\:ss\\.fff} {text}");
        Bits = new SeededBits(SeedOf("bits", 0));
        _storeWeather = new StoreWeather(Machine, SeedOf("stores", 0));
        Log = new SimulatedLog(_storeWeather);
        States = new SimulatedStates(_storeWeather) { OnAnswerLost = MayNeedInputAgain };
        Silo = new SimulatedSilo(this);
        Addresses = [.. Enumerable.Range(0, Gateways).Select(number => new Uri($"http://gateway-{number}.example/"))];
    }

    public Machine Machine { get; }

    public SeededBits Bits { get; }

    public SimulatedLog Log { get; }

    public SimulatedStates States { get; }

    public SimulatedSilo Silo { get; }

    public IReadOnlyList<Uri> Addresses { get; }

    public List<SharingPerson> Sharers { get; } = [];

    public List<WatchingPerson> Viewers { get; } = [];

    /// <summary>Timers that wait in a world where nobody is.</summary>
    public int TimersOfNobody { get; private set; }

    /// <summary>What does not hold, the first of it.</summary>
    public InvariantException? Broken { get; private set; }

    public IEnumerable<SimulatedGateway> RunningGateways => _gateways.Values.OfType<SimulatedGateway>();

    public static string EmailOf(string name) => $"{name}@example.com";

    /// <summary>Whom a sign-in names; null: a guest.</summary>
    public static ClaimsPrincipal PrincipalOf(string? name) =>
        name is null ? new ClaimsPrincipal() : Callers.Principal(IdentityOf(name), "Simulated");

    public static UserIdentity IdentityOf(string name) => new(name, name, EmailOf(name), null);

    /// <summary>A seed for one thing of this world: steps that are dropped from a plan change no other's.</summary>
    public int SeedOf(string what, int number)
    {
        var seed = (uint)_seed * 2654435761u;
        foreach (var character in what)
            seed = (seed ^ character) * 16777619u;
        return (int)((seed ^ (uint)number) * 16777619u);
    }

    public string NewConnection() => $"connection-{++_lastConnection}";

    public SimulatedGateway? GatewayAt(Uri address) => RunningGateways.FirstOrDefault(gateway => gateway.Address == address);

    /// <summary>Something does not hold.</summary>
    public void Fail(string invariant, string seen)
    {
        Machine.Trace.Write($"BROKEN: {invariant}: {seen}");
        Broken ??= new InvariantException(invariant, seen);
    }

    public void OnHubFault(string fault) => Fail("hub methods answer, and throw nothing", fault);

    public async Task Start()
    {
        await Silo.Start();
        // Until the silo's first sweep is over, and the next one waits.
        await Machine.Clock.Delay(TimeSpan.FromSeconds(1));
        TimersOfNobody = Machine.Clock.ArmedTimers;
        for (var number = 0; number < Gateways; number++)
            StartGateway(number);
    }

    public async Task Do(Step step)
    {
        Machine.Trace.Write($"STEP {step}");
        switch (step.Do)
        {
            case Simulation.Do.Share when Sharers.Count < 3:
                Sharers.Add(new SharingPerson(this, Sharers.Count));
                Sharers[^1].StartProcess();
                break;
            case Simulation.Do.KillGateway:
                Kill(step.Who % Gateways, Milliseconds(step));
                break;
            case Simulation.Do.LeaveGateway:
                Leave(step.Who % Gateways, Milliseconds(step));
                break;
            case Simulation.Do.Trouble:
                _storeWeather.Begin((StoreTrouble)(1 + (step.What % 4)), Milliseconds(step));
                break;
            case Simulation.Do.Pass:
                await Machine.Clock.Delay(Milliseconds(step));
                break;
            default:
                if (Sharers.Count > 0)
                    await Do(step, Sharers[step.Who % Sharers.Count]);
                break;
        }

        await Machine.Clock.Delay(TimeSpan.FromMilliseconds(step.Wait));
    }

    /// <summary>Nothing is wrong with stores and gateways any more.</summary>
    public async Task EndTroubles()
    {
        _storeWeather.End();
        while (_gateways.Values.Any(gateway => gateway is null) || RunningGateways.Any(gateway => gateway.Departures.HaveBegun))
            await Machine.Clock.Delay(TimeSpan.FromSeconds(1));
    }

    public WatchingPerson Join(SharingPerson sharer, Watching how)
    {
        var viewer = new WatchingPerson(this, sharer, ++_lastViewer, how);
        Viewers.Add(viewer);
        return viewer;
    }

    public ISessionGrain Grain(SharingPerson sharer) => Silo.Grains.GetGrain<ISessionGrain>(sharer.Log);

    private async Task Do(Step step, SharingPerson sharer)
    {
        switch (step.Do)
        {
            case Simulation.Do.Output:
                await sharer.Newest.Output(Bytes(step));
                break;
            case Simulation.Do.Resize:
                await sharer.Newest.Resize(new TerminalSize(1 + (step.What % 300), 1 + (step.Size % 100)));
                break;
            case Simulation.Do.BlockStart:
                await sharer.Newest.BlockStart($"command {step.What}");
                break;
            case Simulation.Do.BlockEnd:
                await sharer.Newest.BlockEnd();
                break;
            case Simulation.Do.Join when Viewers.Count(viewer => !viewer.IsOver) < 16:
                Join(sharer, Kind(step));
                break;
            case Simulation.Do.CutSharer:
                sharer.Newest.Wire?.Cut();
                break;
            case Simulation.Do.Crash:
                sharer.MayNeedInputAgain |= Silo.Faults.Crash(Grain(sharer).GetGrainId());
                break;
            case Simulation.Do.CrashQuota:
                Silo.Faults.Crash(Silo.Grains.GetGrain<Grains.Quota.IUserQuotaGrain>(sharer.Name).GetGrainId());
                break;
            case Simulation.Do.Forget:
                Forget(sharer, Milliseconds(step));
                break;
            case Simulation.Do.Fence:
                sharer.MayNeedInputAgain = true;
                _ = Machine.Main.Start(() => OpenElsewhere(sharer));
                break;
            case Simulation.Do.TakeOver when sharer.Newest.IsSharing && sharer.Processes.Count < 4:
                sharer.MayLoseInput = true;
                sharer.StartProcess();
                break;
            case Simulation.Do.Restart when sharer.Processes.Count < 4 && !sharer.Newest.Ending:
                sharer.MayLoseInput = true;
                sharer.Newest.Kill();
                sharer.StartProcess();
                break;
            case Simulation.Do.End:
                _ = sharer.Newest.End();
                break;
            case Simulation.Do.Grant:
                _ = Machine.Main.Start(() => sharer.Allow(step.What % 2 == 0 ? "editor" : "reader", Role.Edit));
                break;
            case Simulation.Do.Revoke:
                _ = Machine.Main.Start(() => step.What % 4 == 0 ? sharer.RevokeAll() : sharer.Allow(step.What % 2 == 0 ? "editor" : "reader", Role.View));
                break;
            case Simulation.Do.Pause:
                await sharer.Newest.Pause();
                break;
            default:
                if (Viewers.Count > 0)
                    await Do(step, Viewers[step.What % Viewers.Count]);
                break;
        }
    }

    private static async Task Do(Step step, WatchingPerson viewer)
    {
        switch (step.Do)
        {
            case Simulation.Do.Leave:
                await viewer.Leave();
                break;
            case Simulation.Do.Type:
                await viewer.Type(step.Size);
                break;
            case Simulation.Do.EditDraft:
                await viewer.EditDraft(step.Who, step.Size);
                break;
            case Simulation.Do.RunDraft:
                await viewer.RunDraft();
                break;
            case Simulation.Do.Show:
                await viewer.Show(step.Size);
                break;
            case Simulation.Do.TellSize:
                await viewer.Resize(new TerminalSize(1 + (step.Who % 300), 1 + (step.Size % 100)));
                break;
            case Simulation.Do.Stall:
                viewer.Stall();
                break;
            case Simulation.Do.Go:
                viewer.Go();
                break;
            case Simulation.Do.CutViewer:
                viewer.Wire?.Cut();
                break;
        }
    }

    private static Watching Kind(Step step)
    {
        string? who = (step.What % 5) switch
        {
            0 => null,
            1 => "reader",
            _ => "editor",
        };
        var recorder = step.What / 5 % 3 == 0;
        var from = (step.What / 15 % 3) switch
        {
            0 => Client.WatchFrom.Start,
            1 => Client.WatchFrom.Now,
            _ => Client.WatchFrom.JustBefore(5000),
        };
        return new Watching(who, recorder, from, step.Size);
    }

    /// <summary>Bytes as terminals write them: text in UTF-8, escape sequences, and some of everything.</summary>
    private static byte[] Bytes(Step step)
    {
        var random = new Random(step.What);
        var bytes = new byte[step.Size];
        random.NextBytes(bytes);
        var text = "\u001b[1;3"u8;
        for (var at = 0; at + 12 < bytes.Length; at += 12 + random.Next(40))
            (random.Next(2) == 0 ? text : "größer €\r\n"u8)[..5].CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static TimeSpan Milliseconds(Step step) => TimeSpan.FromMilliseconds(step.Size);

    private void StartGateway(int number) => _gateways[number] = new SimulatedGateway(this, Addresses[number], ++_lastGateway);

    private void Kill(int number, TimeSpan down)
    {
        if (_gateways[number] is not { } gateway || gateway.Departures.HaveBegun)
            return;
        gateway.Kill();
        _gateways[number] = null;
        _ = Machine.Main.Start(async () =>
        {
            await Machine.Clock.Delay(down);
            StartGateway(number);
        });
    }

    private void Leave(int number, TimeSpan down)
    {
        if (_gateways[number] is not { } gateway || gateway.Departures.HaveBegun)
            return;
        var leaving = gateway.Lane.Start(gateway.Leave);
        _ = Machine.Main.Start(async () =>
        {
            await leaving;
            await Machine.Clock.Delay(TimeSpan.FromSeconds(20));
            foreach (var leftover in gateway.Leftovers())
                Fail("a gateway that stopped in good order leaves nothing", leftover);
            _gateways[number] = null;
            await Machine.Clock.Delay(down);
            StartGateway(number);
        });
    }

    private void MayNeedInputAgain(string session)
    {
        foreach (var sharer in Sharers.Where(sharer => sharer.Log == session))
            sharer.MayNeedInputAgain = true;
    }

    private void Forget(SharingPerson sharer, TimeSpan time)
    {
        if (Silo.Faults.Forget(Grain(sharer).GetGrainId()) is not { } end)
            return;
        sharer.MayNeedInputAgain = true;
        _ = Machine.Main.Start(async () =>
        {
            await Machine.Clock.Delay(time);
            end();
        });
    }

    private async Task OpenElsewhere(SharingPerson sharer)
    {
        try
        {
            await Log.OpenElsewhere(sharer.Log);
        }
        catch (IOException)
        {
            // Whoever that was could not reach the store either.
        }
    }
}
