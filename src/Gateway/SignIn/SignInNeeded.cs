namespace SessionShare.Gateway.SignIn;

/// <summary>Marks an endpoint that guests may not use.</summary>
internal sealed class SignInNeeded
{
    public static readonly SignInNeeded Mark = new();

    /// <summary>And people who are no operators may not either.</summary>
    public static readonly SignInNeeded AsOperator = new();
}

internal static class SignInNeededExtensions
{
    /// <summary>Refuses guests with <c>signInRequired</c>, WebSocket handshakes included.</summary>
    public static T RequireSignIn<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Need(SignInNeeded.Mark);

    /// <summary>Refuses guests so, and who is no operator with <c>roleTooLow</c>.</summary>
    public static T RequireOperator<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Need(SignInNeeded.AsOperator);

    private static T Need<T>(this T endpoint, SignInNeeded needed)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(needed));
        return endpoint;
    }
}
