namespace SessionShare.Grains.Users;

/// <summary>The sessions that others share with one person; the key is the e-mail address, in lower case, of someone who may never have signed in.</summary>
[Alias("sessionshare.invitations")]
public interface IInvitationsGrain : IGrainWithStringKey
{
    /// <summary>A session lets this person in.</summary>
    [Alias("add")]
    Task Add(string session);

    /// <summary>It no longer does, or nothing is left of it.</summary>
    [Alias("remove")]
    Task Remove(string session);

    /// <summary>What lists show of one of the sessions has changed: whoever is signed in under the address is told.</summary>
    [Alias("changed")]
    Task Changed(string session);

    /// <summary>A user has signed in under this address, and hears of its sessions from now on by hints, which name sessions and say nothing of them.</summary>
    [Alias("follow")]
    Task Follow(string user);

    /// <summary>Nothing is kept of this address any more.</summary>
    [Alias("forget")]
    Task Forget();

    /// <summary>Ids of the sessions, oldest invitation first.</summary>
    [Alias("sessions")]
    Task<string[]> Sessions();
}

/// <summary>Finding the grain of an address.</summary>
public static class Invitations
{
    /// <summary>The invitations of an address, however it is capitalised.</summary>
    public static string KeyOf(string email) => email.ToLowerInvariant();
}
