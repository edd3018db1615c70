using System.Net;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Reads why a server refused, where only a status and headers came.</summary>
internal static class HandshakeRefusal
{
    /// <summary>The refusal, or null when the answer is not one of a SessionShare server.</summary>
    public static Refusal? Of(HttpStatusCode status, IEnumerable<string>? reasonHeader)
    {
        if (reasonHeader?.FirstOrDefault() is not { Length: > 0 } name)
            return status == HttpStatusCode.Unauthorized ? Refusal.Of(Reason.SignInRequired) : null;

        // A name of a newer server keeps its meaning as far as a person can read it.
        return Enum.TryParse<Reason>(name, ignoreCase: true, out var reason) && Enum.IsDefined(reason) && char.IsAsciiLetter(name[0])
            ? Refusal.Of(reason)
            : new Refusal(Reason.InvalidRequest, $"The server refused: {new string([.. name.Where(char.IsAsciiLetterOrDigit).Take(64)])}.");
    }
}
