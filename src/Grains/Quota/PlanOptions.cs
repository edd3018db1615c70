using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Quota;

/// <summary>
/// Which plan a user has: what the token's claim says, else what an operator gave (<c>admin users set-plan</c>), else the settings. Section <c>Plans</c> of the configuration.
/// </summary>
public sealed class PlanOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Plans";

    /// <summary>The plan without a limit on the number of sessions.</summary>
    public const string Unlimited = "unlimited";

    /// <summary>The plan with <see cref="LimitedShares"/> sessions in all.</summary>
    public const string Limited = "limited";

    /// <summary>Name of the token's claim that carries the plan, e.g. <c>plan</c>. Default: none, tokens carry no plan.</summary>
    public string? Claim { get; set; }

    /// <summary>Plans of single users, by e-mail address: <c>Plans:Users:ada@example.com=limited</c>. Counts where the token says nothing.</summary>
    public Dictionary<string, string> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The plan of everybody else: <c>unlimited</c>, the default, or <c>limited</c>.</summary>
    public string Default { get; set; } = Unlimited;

    /// <summary>Sessions that the plan <c>limited</c> allows in all; they are never reset. Default 5.</summary>
    public int LimitedShares { get; set; } = 5;

    /// <summary>The plan of a user.</summary>
    /// <param name="given">What an operator gave.</param>
    public Plan Of(UserIdentity user, string? given = null)
    {
        var name = Known(user.Plan) ?? Known(given) ?? Known(Users.GetValueOrDefault(user.Email)) ?? Default;
        return new Plan(name, name == Limited ? LimitedShares : null);
    }

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Known(Default) is null)
            yield return $"{Section}:{nameof(Default)} is '{Default}'; it must be {Unlimited} or {Limited}.";
        foreach (var (email, plan) in Users.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (Known(plan) is null)
                yield return $"{Section}:{nameof(Users)}:{email} is '{plan}'; it must be {Unlimited} or {Limited}.";
        }

        if (LimitedShares < 1)
            yield return $"{Section}:{nameof(LimitedShares)} is {LimitedShares}; it must be at least 1.";
    }

    /// <summary>The plan, where there is one of that name.</summary>
    public static string? Known(string? plan) => plan is Unlimited or Limited ? plan : null;
}

/// <summary>A user's plan.</summary>
/// <param name="Name"><c>unlimited</c> or <c>limited</c>.</param>
/// <param name="MaxShares">Sessions in all; null: no limit.</param>
public sealed record Plan(string Name, int? MaxShares);
