using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Background;

namespace Venueless.Fast.Host.Profiling;

/// <summary>Puts a profile around what a server does for others.</summary>
internal static class ProfileServices
{
    /// <summary>Behind all modules: what is registered last is what everybody gets.</summary>
    public static void AddProfile(this IServiceCollection services, CpuProfile profile)
    {
        Wrap<CommandTable>(services, commands => new ProfiledCommands(commands, profile));
        Wrap<IAuthenticator>(services, authenticator => new ProfiledAuthenticator(authenticator, profile));
        Wrap<ISessionCleanUp>(services, step => new ProfiledCleanUp(step, profile));
        Wrap<RecurringWork>(services, work => work with { RunAsync = cancellation => profile.RunAsync($"(background) {work.Name}", () => work.RunAsync(cancellation)) });
    }

    /// <summary>Every request of HTTP by its method; a websocket is one as long as it lasts, where it did not come by a socket of its own.</summary>
    public static void UseProfile(this WebApplication app, CpuProfile profile) =>
        app.Use(next => context => profile.RunAsync($"(http) {NameOf(context.Request.Method)}", () => next(context)));

    // Clients must not make rows.
    private static string NameOf(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) ? HttpMethods.GetCanonicalizedValue(method) : "other";

    private static void Wrap<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        for (var index = 0; index < services.Count; index++)
        {
            if (services[index] is var inner && inner.ServiceType == typeof(T))
            {
                services[index] = ServiceDescriptor.Singleton(provider => wrap((T)(
                    inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
            }
        }
    }
}
