using System.Buffers.Text;
using System.Text.Json;

namespace SessionShare.Client;

/// <summary>What a provider gave for a sign-in.</summary>
/// <param name="Bearer">The token that the server takes.</param>
/// <param name="ExpiresAt">When it ends, UTC, as far as it can be told.</param>
/// <param name="RefreshToken">With which a next one is had; null: there is none, the person signs in anew.</param>
public sealed record ProviderTokens(string Bearer, DateTimeOffset ExpiresAt, string? RefreshToken)
{
    /// <summary>A token's own end, where it is a JWT that says it. Only to know when to renew it: nothing is believed of it.</summary>
    internal static DateTimeOffset? EndOf(string token)
    {
        try
        {
            var parts = token.Split('.');
            using var claims = parts.Length == 3 ? JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])) : null;
            return claims?.RootElement.TryGetProperty("exp", out var end) == true && end.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What a person is to do who signs in by device flow.</summary>
/// <param name="Url">The page to open, on any device.</param>
/// <param name="Code">The code to type there.</param>
/// <param name="UrlWithCode">The same page with the code filled in; null where the provider has none.</param>
/// <param name="ExpiresAt">Until when the code works.</param>
public sealed record DevicePrompt(string Url, string Code, string? UrlWithCode, DateTimeOffset ExpiresAt);

/// <summary>The provider did not sign the person in, or does no more; the message says why.</summary>
public sealed class ProviderRefusedException(string why) : Exception(why);
