namespace SessionShare.Bench;

/// <summary>A program that shares terminals, ours or one to compare with. Its server runs until it is disposed.</summary>
internal interface ITool : IAsyncDisposable
{
    /// <summary>As tables name it.</summary>
    string Name { get; }

    /// <summary>The server's process; null where the sharer is the server.</summary>
    int? Server { get; }

    /// <summary>Where the server listens; null where the sharer is the server.</summary>
    Uri? Listening { get; }

    /// <summary>For files of the measurement.</summary>
    string Folder { get; }

    /// <summary>Shares a shell script in a terminal of 80x24; who comes may type.</summary>
    /// <param name="via">The network between the sharer and the server.</param>
    Task<ISharing> Share(string script, Network? via = null);

    /// <summary>Shares what the harness writes itself, without a terminal.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    Task<IWrittenSharing> ShareWritten();
}

/// <summary>A shared terminal, until it is disposed.</summary>
internal interface ISharing : IAsyncDisposable
{
    /// <summary>The sharer's process; null: the harness.</summary>
    int? Sharer { get; }

    /// <summary>Where its viewers connect.</summary>
    Uri Address { get; }

    Task<IView> Join(Joining how);
}

/// <summary>What the harness shares by itself.</summary>
internal interface IWrittenSharing : ISharing
{
    /// <summary>Sends output.</summary>
    ValueTask Write(ReadOnlyMemory<byte> output);
}

/// <summary>How somebody joins.</summary>
/// <param name="WholeStory">Every byte, from the beginning, none left out, if the tool can. Else what comes from now on, as people watch.</param>
/// <param name="Via">Through this network.</param>
/// <param name="SmallBuffer">The connection takes little in by itself when nobody reads it.</param>
/// <param name="Packed">Whether in MessagePack, where the tool is ours; null: as the arguments say.</param>
internal sealed record Joining(bool WholeStory = false, Network? Via = null, bool SmallBuffer = false, bool? Packed = null)
{
    public Uri To(Uri address) => Via is null ? address : new UriBuilder(address) { Host = Via.Url.Host, Port = Via.Url.Port }.Uri;
}

/// <summary>A viewer: one reads, one types.</summary>
internal interface IView : IDisposable
{
    /// <summary>The next output, valid until the next is asked for.</summary>
    /// <exception cref="System.Net.WebSockets.WebSocketException">The connection is lost.</exception>
    /// <exception cref="EndOfStreamException">It is over.</exception>
    ValueTask<Output> Next();

    Task Type(ReadOnlyMemory<byte> keys);

    /// <summary>What it was told so far that it misses; null: nothing.</summary>
    string? Told { get; }
}

/// <summary>Output.</summary>
/// <param name="IsScreen">The whole screen, to be drawn on an empty terminal, and not what the program wrote.</param>
internal readonly record struct Output(bool IsScreen, ReadOnlyMemory<byte> Bytes);
