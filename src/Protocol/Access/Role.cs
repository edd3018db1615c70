using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>What a participant may do; each includes what stands above it.</summary>
[JsonConverter(typeof(CamelCaseEnum<Role>))]
public enum Role
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>Watch.</summary>
    View = 1,

    /// <summary>Type into the session: acts as the sharer's operating-system user.</summary>
    Edit = 2,

    /// <summary>Also change who has access.</summary>
    Manage = 3,
}

/// <summary>A person let in by e-mail address, known to the server or not.</summary>
/// <param name="Email">The address; compared without regard to case.</param>
/// <param name="Role">What it allows.</param>
/// <param name="ForSeconds">After how many seconds it ends; null: not by itself.</param>
public sealed record EmailRule(string Email, Role Role, long? ForSeconds = null);
