using System.Threading.Channels;

namespace SessionShare.Client.Tests;

/// <summary>A server in memory whose connections a test takes in hand, one after the other.</summary>
internal sealed class FakeGateway : ISessionTransport
{
    private readonly Channel<FakeSharerConnection> _sharers = Channel.CreateUnbounded<FakeSharerConnection>();
    private readonly Channel<FakeViewerConnection> _viewers = Channel.CreateUnbounded<FakeViewerConnection>();

    /// <summary>What connecting to an address throws; null: it works.</summary>
    public Func<Uri, Exception?> Refuse { get; set; } = _ => null;

    /// <summary>The addresses that were tried.</summary>
    public List<Uri> Tried { get; } = [];

    public Task<ISharerConnection> ConnectSharer(Uri server, CancellationToken cancellationToken) =>
        Connect<ISharerConnection, FakeSharerConnection>(server, new FakeSharerConnection(), _sharers);

    public Task<IViewerConnection> ConnectViewer(Uri server, CancellationToken cancellationToken) =>
        Connect<IViewerConnection, FakeViewerConnection>(server, new FakeViewerConnection(), _viewers);

    public Task<FakeSharerConnection> NextSharer() => _sharers.Next();

    public Task<FakeViewerConnection> NextViewer() => _viewers.Next();

    private Task<TSeam> Connect<TSeam, TFake>(Uri server, TFake connection, Channel<TFake> connections)
        where TFake : TSeam
    {
        Tried.Add(server);
        if (Refuse(server) is { } refusal)
            return Task.FromException<TSeam>(refusal);
        connections.Writer.TryWrite(connection);
        return Task.FromResult<TSeam>(connection);
    }
}
