using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SessionShare.Silo.Telemetry;

/// <summary>A class of instruments. They are made when somebody measures, so that a count that stands at 0 is there from the start.</summary>
public sealed record Measured(Type Instruments);

/// <summary>Adding what is measured.</summary>
public static class MeasuredSetup
{
    /// <summary>Adds a class of instruments, once.</summary>
    public static void AddMeasured<T>(this IServiceCollection services)
        where T : class
    {
        services.TryAddSingleton<T>();
        services.AddSingleton(new Measured(typeof(T)));
    }

    /// <summary>Makes all of them.</summary>
    internal static void MakeMeasured(this IServiceProvider services)
    {
        foreach (var measured in services.GetServices<Measured>())
            services.GetRequiredService(measured.Instruments);
    }
}
