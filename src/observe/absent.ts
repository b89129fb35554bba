/** Tells "it is not there" from every other refusal. */
import { awsErrorName } from '../aws/trouble.ts';

/** The promise's value, or `absent` where AWS says that there is no such thing. */
export async function orAbsent<T>(promise: Promise<T>): Promise<T | 'absent'> {
  try {
    return await promise;
  } catch (error) {
    // AWS: SQS has a name of its own for it, and an older one.
    if (
      /^((ResourceNotFound|NotFound)(Exception)?|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|NoSuch\w+)$/.test(
        awsErrorName(error) ?? '',
      )
    )
      return 'absent';
    throw error;
  }
}
