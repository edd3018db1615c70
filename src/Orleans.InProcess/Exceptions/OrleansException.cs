namespace Orleans.Runtime;

/// <summary>A failure of the engine, or of a part that plugs into it.</summary>
public class OrleansException : Exception
{
    public OrleansException(string message)
        : base(message)
    {
    }

    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A request was turned away before its grain ran it. Sending it again may succeed.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }
}

/// <summary>The silo that would have run a request is not there, or is stopping. Whether the request ran is not known.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }
}

/// <summary>The configuration cannot work.</summary>
public sealed class OrleansConfigurationException : Exception
{
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }
}
