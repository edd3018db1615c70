namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Signing in through an organization's OpenID Connect provider. Without <see cref="Authority"/> there is none, and the local issuer signs people in. Section
/// <c>SignIn</c> of the configuration; browsers have <see cref="BrowserOptions"/> beside it.
/// </summary>
internal sealed class SignInOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SignIn";

    /// <summary>The provider's issuer, e.g. <c>https://login.example.com</c>; its settings and keys are found below it. Default: none.</summary>
    public string? Authority { get; set; }

    /// <summary>The public client that command lines sign in as, by device flow. Needed with <see cref="Authority"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// Whom bearer tokens must be meant for. Default: <see cref="ClientId"/>, so that clients send ID tokens, which every provider issues as the JWT that is needed here.
    /// With another audience clients send access tokens, which must then be JWTs with the claims that are needed.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>The resource (RFC 8707) that command lines ask a token for. Default: none; needed where the provider makes a token for an audience only when asked so.</summary>
    public string? Resource { get; set; }

    /// <summary>What command lines and browsers ask for, separated by spaces. Default <c>openid profile email offline_access</c>; without the last a sign-in is not renewed. Browsers leave it out.</summary>
    public string Scopes { get; set; } = "openid profile email offline_access";

    /// <summary>The claim that names a person's team; of several values the first counts. Default: none, nobody has a team.</summary>
    public string? TeamClaim { get; set; }

    /// <summary>The claim that names a person's organization, under which the audit records what they do. Default: none, everybody is of <c>Audit:Organization</c>.</summary>
    public string? OrganizationClaim { get; set; }

    /// <summary>The claim that says who is an operator, and so may read the audit, e.g. <c>roles</c>. Default: none, nobody is.</summary>
    public string? OperatorClaim { get; set; }

    /// <summary>What that claim then says; of several values one is enough. Default <c>sessionshare-operator</c>.</summary>
    public string OperatorValue { get; set; } = "sessionshare-operator";

    /// <summary>The claim that others see as a person's name. Default <c>name</c>; a person without it is called by the address.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>How far the provider's clock may be off. Default 30 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Beside a provider: the operating-system user who runs the server may sign in on its machine, under any address, with the key file. Default false.</summary>
    public bool Local { get; set; }

    /// <summary>A provider signs people in.</summary>
    public bool HasProvider() => Authority is not null;

    /// <summary>Tokens of the local issuer count.</summary>
    public bool HasLocal() => Authority is null || Local;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Authority is not null && !(Uri.TryCreate(Authority, UriKind.Absolute, out var url) && IsSafe(url)))
            yield return $"{Section}:{nameof(Authority)} is '{Authority}'; it must be https://HOST, as the provider's issuer is written; http only on this machine.";
        if (Authority is not null && string.IsNullOrWhiteSpace(ClientId))
            yield return $"{Section}:{nameof(ClientId)} is missing; with {Section}:{nameof(Authority)} it must name the client that command lines sign in as.";
        foreach (var (name, value) in new[] { (nameof(ClientId), ClientId), (nameof(Audience), Audience), (nameof(Resource), Resource), (nameof(TeamClaim), TeamClaim), (nameof(OrganizationClaim), OrganizationClaim), (nameof(OperatorClaim), OperatorClaim) })
        {
            if (value is not null && Authority is null)
                yield return $"{Section}:{name} is '{value}', but there is no {Section}:{nameof(Authority)}.";
        }

        if (OperatorValue.Length == 0)
            yield return $"{Section}:{nameof(OperatorValue)} is empty; it must be what {Section}:{nameof(OperatorClaim)} says of an operator.";
        if (!Scopes.Split(' ').Contains("openid"))
            yield return $"{Section}:{nameof(Scopes)} is '{Scopes}'; openid must be among them.";
        if (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(10))
            yield return $"{Section}:{nameof(ClockSkew)} is {ClockSkew}; it must be 00:00:00 to 00:10:00.";
    }

    private static bool IsSafe(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url is { Query: "", Fragment: "", UserInfo: "" };
}

/// <summary>How browsers sign in at the provider. Section <c>SignIn:Browser</c> of the configuration.</summary>
internal sealed class BrowserOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SignIn:Browser";

    /// <summary>The client that browsers sign in as, by code flow with PKCE. Default: <see cref="SignInOptions.ClientId"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>A file with that client's secret, readable by its owner only. Default: none, a public client.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>How long a browser stays signed in. Default 12 h; so long at most somebody who has left the organization may still look in.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (ClientSecretFile is not null && !File.Exists(ClientSecretFile))
            yield return $"{Section}:{nameof(ClientSecretFile)} is '{ClientSecretFile}'; there is no such file.";
        if (Time <= TimeSpan.Zero || Time > TimeSpan.FromDays(30))
            yield return $"{Section}:{nameof(Time)} is {Time}; it must be longer than 00:00:00, and 30.00:00:00 at most.";
    }
}
