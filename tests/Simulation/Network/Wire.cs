using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace SessionShare.Simulation;

/// <summary>A connection between a client and a gateway, whichever of the two hubs it is to.</summary>
internal interface IWire
{
    /// <summary>Neither side can use it any more.</summary>
    bool IsGone { get; }

    /// <summary>Loses what is under way, both ways; each side notices when it does.</summary>
    void Cut();

    /// <summary>The gateway's process is gone; only the client can notice.</summary>
    void LoseServer();

    /// <summary>The gateway closes it in good order.</summary>
    void CloseFromServer();
}

/// <inheritdoc/>
internal sealed class Wire<THub> : IWire, IAsyncDisposable
    where THub : Hub
{
    private readonly Machine _machine;
    private readonly Weather _weather;
    private readonly Pipe<Upward<THub>> _up;
    private readonly Pipe<Downward> _down;
    private readonly HubEnd<THub> _hub;

    public Wire(World world, SimulatedGateway gateway, string connection, ClaimsPrincipal user, Func<THub> newHub, Weather weather)
    {
        (_machine, _weather) = (world.Machine, weather);
        Client = new ClientEnd<THub>(message => _up!.Send(message));
        _down = new Pipe<Downward>(_machine, weather, Client.Take);
        _hub = new HubEnd<THub>(connection, user, newHub, _down.Send, world.OnHubFault);
        _up = new Pipe<Upward<THub>>(_machine, weather, _hub.Take);
        _ = gateway.Lane.Start(async () =>
        {
            await _hub.Serve();
            gateway.Wires.Remove(this);
        });
    }

    public ClientEnd<THub> Client { get; }

    public bool IsGone => Client.IsClosed;

    public void Cut()
    {
        Silence();
        After(_weather.Notice(), () => Client.Close("The connection was cut."));
        After(_weather.Notice(), _hub.Abort);
    }

    public void LoseServer()
    {
        Silence();
        After(_weather.Notice(), () => Client.Close("The server is gone."));
    }

    public void CloseFromServer()
    {
        _down.Send(new Downward.GoodBye("The server is stopping."));
        _hub.Abort();
    }

    public ValueTask DisposeAsync()
    {
        if (!Client.IsClosed)
        {
            Client.Close("The connection was closed here.");
            _up.Send(new Upward<THub>.GoodBye());
        }

        return ValueTask.CompletedTask;
    }

    private void Silence()
    {
        _up.Cut();
        _down.Cut();
    }

    private void After(TimeSpan time, Action act) => _machine.Main.Start(async () =>
    {
        await _machine.Clock.Delay(time);
        act();
    });
}
