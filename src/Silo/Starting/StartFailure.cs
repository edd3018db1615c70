using Microsoft.Extensions.Options;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;

namespace SessionShare.Silo.Starting;

/// <summary>Why the server did not start, for the person who started it.</summary>
/// <param name="ExitCode">Exit code of the program.</param>
/// <param name="Text">What to write to the standard error.</param>
public sealed record StartFailure(int ExitCode, string Text)
{
    /// <summary>The failure that an exception means; null for a bug, which keeps its stack trace.</summary>
    public static StartFailure? Of(Exception exception) => exception switch
    {
        SettingsException settings => new(Reasons.Exit.Usage, settings.Message),
        StartException start => new(Reasons.Exit.Failed, start.Message),
        OptionsValidationException settings => new(Reasons.Exit.Usage, settings.Message),
        IOException file => new(Reasons.Exit.Failed, file.Message), // A port in use, a store that can't be opened.
        System.Net.Sockets.SocketException socket => new(Reasons.Exit.Failed, $"The server can't listen there: {socket.Message}."),
        _ => null,
    };
}

/// <summary>The server can't start, and the message says why to the person who started it.</summary>
public sealed class StartException(string message) : Exception(message);
