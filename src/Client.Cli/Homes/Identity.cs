using System.Text.Json.Serialization;

namespace SessionShare.Cli.Homes;

/// <summary>Who a person is. identity.json of the home.</summary>
internal sealed record Identity
{
    /// <summary>The address to sign in with where the server takes this operating-system user's word; null: <see cref="EmailDefault"/>. Set by `login --as`.</summary>
    public string? Email { get; init; }

    /// <summary>The team to sign in with there. Set by `login --team`.</summary>
    public string? Team { get; init; }

    /// <summary>Sign-ins by server.</summary>
    public IReadOnlyDictionary<string, SavedSignIn> SignIns { get; init; } = new Dictionary<string, SavedSignIn>();

    public Identity With(string server, SavedSignIn signIn) => this with { SignIns = new Dictionary<string, SavedSignIn>(SignIns) { [server] = signIn } };

    public Identity Without(string server) => this with { SignIns = SignIns.Where(saved => saved.Key != server).ToDictionary() };
}

/// <summary>A sign-in at a server.</summary>
/// <param name="Token">Bearer token.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
/// <param name="Email">Who it says.</param>
/// <param name="Team">Of which team.</param>
internal sealed record SavedSignIn(string Token, DateTimeOffset ExpiresAt, string Email, string? Team);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Config))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(RememberedShare))]
internal sealed partial class HomeJson : JsonSerializerContext;
