using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>SessionShare: the gateway program, <c>sessionshare share</c>, and viewers by raw connections.</summary>
internal sealed class OwnTool : ITool
{
    private readonly Server _server;
    private readonly string[] _options;
    private readonly Lazy<Task<string>> _token;

    private OwnTool(Server server, string name, string[] options)
    {
        (_server, Name, _options) = (server, name, options);
        _token = new(() => RawSessions.Token(server));
    }

    public string Name { get; }

    public int? Server => _server.ProcessId;

    public Uri Listening => _server.Url;

    public string Folder => _server.Folder;

    /// <summary>The server behind it.</summary>
    public Server Own => _server;

    /// <param name="name">As tables name it.</param>
    /// <param name="settings">Of the server, beside those that lift its limits.</param>
    /// <param name="options">Of <c>share</c>.</param>
    /// <param name="lifted">False: the limits are as they are by default.</param>
    public static async Task<OwnTool> Start(Arguments arguments, string? name = null, string[]? settings = null, string[]? options = null, bool lifted = true) => new(
        lifted ? await Bench.Server.Start(arguments, ["Session:MaxParticipants=1000", .. settings ?? []]) : await Bench.Server.StartAsIs(arguments),
        name ?? Tools.Own,
        options ?? []);

    public async Task<ISharing> Share(string script, Network? via = null) =>
        new Sharing(_server, await SharedCommand.Start(_server, via, ["--link", "edit", "--cols", "80", "--rows", "24", .. _options, "--", "sh", script]));

    public async Task<IWrittenSharing> ShareWritten()
    {
        var sharer = await RawSessions.Share(_server, await _token.Value);
        _ = sharer.Listen();
        return new Written(_server, sharer);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal sealed class Sharing(Server server, SharedCommand shared) : ISharing
    {
        public int? Sharer => shared.ProcessId;

        public Uri Address => server.Url;

        public SessionLink Link => shared.Link;

        public async Task<IView> Join(Joining how) => new OwnView(await RawSessions.Join(server, shared.Link, how: how));

        public ValueTask DisposeAsync() => shared.DisposeAsync();
    }

    private sealed class Written(Server server, RawSharer sharer) : IWrittenSharing
    {
        public int? Sharer => null;

        public Uri Address => server.Url;

        public async Task<IView> Join(Joining how) => new OwnView(await RawSessions.Join(server, sharer.Link, how: how));

        public ValueTask Write(ReadOnlyMemory<byte> output) => sharer.Refused is { } refused ? throw new InvalidOperationException(refused) : new(sharer.Append(output.Span));

        public ValueTask DisposeAsync()
        {
            sharer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
