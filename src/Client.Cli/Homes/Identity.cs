using System.Text.Json.Serialization;
using SessionShare.Protocol;

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
/// <param name="Provider">Where it is renewed; null: the server itself issued it.</param>
internal sealed record SavedSignIn(string Token, DateTimeOffset ExpiresAt, string Email, string? Team, SavedProvider? Provider = null);

/// <summary>The provider of a sign-in, as it was when the person signed in: whatever the server says of it later, the refresh token goes nowhere else.</summary>
/// <param name="At">The provider.</param>
/// <param name="RefreshToken">Null: the sign-in is not renewed.</param>
internal sealed record SavedProvider(SignInProvider At, string? RefreshToken);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Config))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(RememberedShare))]
internal sealed partial class HomeJson : JsonSerializerContext;
