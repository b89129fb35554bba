/** Contact lists, as far as unsubscribing needs them. */
import type {
  CreateContactListCommandInput,
  DeleteContactListCommandInput,
  GetContactCommandInput,
  GetContactCommandOutput,
  GetContactListCommandInput,
  GetContactListCommandOutput,
  ListContactListsCommandInput,
  ListContactListsCommandOutput,
} from '@aws-sdk/client-sesv2';
import type { TopicPreferences } from '../../event-records.ts';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { type Contact, type ContactList, page, type Ses, ses } from './state.ts';

type Nothing = Record<string, never>;

/** The list of that name, or AWS's refusal. */
export function getList(kept: Ses, name: string | undefined): ContactList {
  const found = kept.contactLists.get(name ?? '');
  if (found === undefined) throw fault('NotFoundException', `List with name: ${name} doesn't exist.`);
  return found;
}

/** What a contact is told under a topic; who is not on the list has the topic's default. */
function isOptedIn(list: ContactList, contact: Contact | undefined, topic: string): boolean {
  return contact?.topics.get(topic) ?? list.topics.find(each => each.TopicName === topic)?.DefaultSubscriptionStatus === 'OPT_IN';
}

/** Whether mail of that list and topic must not reach the address. */
export function isUnsubscribed(list: ContactList, address: string, topic: string | undefined): boolean {
  const contact = list.contacts.get(address.toLowerCase());
  return contact?.unsubscribedFromAll === true || (topic !== undefined && contact?.topics.get(topic) === false);
}

function preferences(list: ContactList, contact: Contact | undefined): TopicPreferences {
  return {
    unsubscribeAll: contact?.unsubscribedFromAll ?? false,
    topicSubscriptionStatus: list.topics.map(({ TopicName: topic = '' }) => ({
      topicName: topic,
      subscriptionStatus: isOptedIn(list, contact, topic) ? 'OptIn' : 'OptOut',
    })),
  };
}

/**
 * Opts an address out of a topic, or of the whole list where none is given.
 * @returns its preferences before and after; undefined where the list is gone
 */
export function unsubscribe(
  world: World,
  region: string,
  { list: listName, topic, address }: { list: string; topic: string | undefined; address: string },
): { before: TopicPreferences; after: TopicPreferences } | undefined {
  const list = ses(world, region).contactLists.get(listName);
  if (list === undefined) return undefined;
  const key = address.toLowerCase();
  const now = new Date(world.clock.now());
  const known = list.contacts.get(key);
  const before = preferences(list, known);
  const contact: Contact = known ?? { address, unsubscribedFromAll: false, topics: new Map(), createdAt: now, updatedAt: now };
  if (topic === undefined) contact.unsubscribedFromAll = true;
  else contact.topics.set(topic, false);
  contact.updatedAt = now;
  list.contacts.set(key, contact);
  return { before, after: preferences(list, contact) };
}

export const contacts = {
  CreateContactList(input: CreateContactListCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    const name = input.ContactListName ?? '';
    if (kept.contactLists.has(name)) throw fault('AlreadyExistsException', `List with name: ${name} already exists.`);
    const now = new Date(world.clock.now());
    kept.contactLists.set(name, {
      name,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      topics: input.Topics ?? [],
      tags: input.Tags ?? [],
      createdAt: now,
      updatedAt: now,
      contacts: new Map(),
    });
    return {};
  },

  GetContactList(input: GetContactListCommandInput, { world, region }: Call): Answer<GetContactListCommandOutput> {
    const list = getList(ses(world, region), input.ContactListName);
    return {
      ContactListName: list.name,
      ...(list.description === undefined ? {} : { Description: list.description }),
      Topics: list.topics,
      Tags: list.tags,
      CreatedTimestamp: list.createdAt,
      LastUpdatedTimestamp: list.updatedAt,
    };
  },

  ListContactLists(input: ListContactListsCommandInput, { world, region }: Call): Answer<ListContactListsCommandOutput> {
    const { items, ...next } = page([...ses(world, region).contactLists.values()], input.PageSize, input.NextToken);
    return { ContactLists: items.map(({ name, updatedAt }) => ({ ContactListName: name, LastUpdatedTimestamp: updatedAt })), ...next };
  },

  DeleteContactList(input: DeleteContactListCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    kept.contactLists.delete(getList(kept, input.ContactListName).name);
    return {};
  },

  GetContact(input: GetContactCommandInput, { world, region }: Call): Answer<GetContactCommandOutput> {
    const list = getList(ses(world, region), input.ContactListName);
    const contact = list.contacts.get((input.EmailAddress ?? '').toLowerCase());
    if (contact === undefined) throw fault('NotFoundException', `Contact with email address: ${input.EmailAddress} doesn't exist in List.`);
    return {
      ContactListName: list.name,
      EmailAddress: contact.address,
      TopicPreferences: [...contact.topics].map(([topic, isIn]) => ({ TopicName: topic, SubscriptionStatus: isIn ? 'OPT_IN' : 'OPT_OUT' })),
      TopicDefaultPreferences: list.topics.map(each => ({ TopicName: each.TopicName, SubscriptionStatus: each.DefaultSubscriptionStatus })),
      UnsubscribeAll: contact.unsubscribedFromAll,
      CreatedTimestamp: contact.createdAt,
      LastUpdatedTimestamp: contact.updatedAt,
    };
  },
} satisfies Handlers;
