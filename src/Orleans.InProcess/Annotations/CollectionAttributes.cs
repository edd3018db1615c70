namespace Orleans;

/// <summary>How long an activation of this class may be idle before it is deactivated. At least one minute.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _stated;

    public CollectionAgeLimitAttribute()
    {
    }

    /// <param name="inactivityPeriod">A time span as <see cref="TimeSpan.Parse(string)"/> reads it.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => _stated = TimeSpan.Parse(inactivityPeriod);

    public double Days { get; set; }

    public double Hours { get; set; }

    public double Minutes { get; set; }

    /// <summary>Never idle: the same as <see cref="KeepAliveAttribute"/>.</summary>
    public bool AlwaysActive { get; set; }

    public TimeSpan AgeLimit => AlwaysActive ? TimeSpan.FromDays(short.MaxValue) : _stated ?? AtLeastMinimum(Sum());

    private TimeSpan Sum() => TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);

    private static TimeSpan AtLeastMinimum(TimeSpan age) => age < MinAgeLimit ? MinAgeLimit : age;
}

/// <summary>An activation of this class is never deactivated for being idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;
