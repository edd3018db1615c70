namespace SessionShare.Gateway.SignIn;

/// <summary>Marks an endpoint that guests may not use.</summary>
internal sealed class SignInNeeded
{
    public static readonly SignInNeeded Mark = new();
}

internal static class SignInNeededExtensions
{
    /// <summary>Refuses guests with <c>signInRequired</c>, WebSocket handshakes included.</summary>
    public static T RequireSignIn<T>(this T endpoint)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(SignInNeeded.Mark));
        return endpoint;
    }
}
