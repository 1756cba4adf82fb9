using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Questions;

namespace Venueless.Fast.Host.Server.Modules;

internal static class QuestionServices
{
    public static void AddQuestions(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new QuestionService(
            provider.GetRequiredService<IQuestionStore>(),
            provider.GetRequiredService<IBroker>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QuestionService>>()));
        services.AddSingleton<QuestionsModule>();
    }
}
